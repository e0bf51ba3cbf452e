grid = "data/map.csv"
edge = "data/boundary.csv"
published = "data/published.csv"
stats grid using "layer":"column" name "GRID" nooutput
deepest = GRID_max_x
inside(y) = (y <= deepest ? y : NaN)

set multiplot
panel = "set lmargin at screen left; set rmargin at screen right; set tmargin at screen 0.9; set bmargin at screen 0.15"
set palette defined (0 "#2b2350", 0.3 "#46508f", 0.6 "#3f8f8f", 0.85 "#9cc96b", 1 "#fbf3a2")
set cbrange [-20:-5]

left = 0.05
right = 0.27
eval panel
set title "(a) residual networks" offset 0,-0.3
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "layer" offset 1,0
unset grid
set xtics rotate by -60 (weight_variances[1] 1)
set for [i=1:num_weight_variances] xtics add (weight_variances[i] i)
set xrange [0.5:num_weight_variances + 0.5]
strip = 1.04 * deepest + 0.5
colour(accuracy) = (accuracy > trained ? 0x2e9e4f : accuracy > hardly_trained ? 0xf2b134 : 0x909090)
set yrange [0.5:(has_accuracies ? 1.08 * deepest + 0.5 : deepest + 0.5)]
set cblabel "differential entropy (nats per pixel)" offset 0.5,0
# One column is no image to gnuplot: boxes, each of which hides what the one below has too much.
cells = num_weight_variances > 1 ? 'using "column":"layer":"raw_entropy" with image pixels' \
    : 'using "column":"layer":(0.5):(1.5):(column("layer") - 0.5):(column("layer") + 1.5):"raw_entropy" with boxxyerror fillstyle solid noborder linecolor palette'
plot grid @cells notitle, \
     edge using ($0 + 1):(inside(column("collapse"))) with points pointtype 6 pointsize 1.1 linewidth 2.5 linecolor rgb "#e4572e" notitle, \
     edge using ($0 + 1):(has_accuracies ? strip : NaN):(colour(column("trained_accuracy"))) with points pointtype 5 pointsize 1.2 linecolor rgb variable notitle

left = 0.4
right = 0.665
eval panel
set title "(b) where it falls below " . collapsed_entropy offset 0,-0.3
unset colorbox
set grid
set xtics norotate
set xtics autofreq
set logscale x
set xrange [0.02:6]
set yrange [0:1.9 * deepest]
set key top right samplen 2
plot published using "weight_variance":"collapse" with points pointtype 2 pointsize 1.2 linewidth 2 linecolor rgb "#ff6fb5" title "published", \
     edge using "weight_variance":(inside(column("collapse"))) with linespoints pointtype 6 pointsize 1.2 linewidth 2 linecolor rgb "#e4572e" title "residual", \
     edge using "weight_variance":(column("collapse") > deepest ? deepest : NaN) with points pointtype 9 pointsize 1.4 linecolor rgb "#e4572e" title "residual: none", \
     edge using "weight_variance":"plain_collapse" with linespoints pointtype 4 pointsize 1.1 linewidth 2 linecolor rgb "#3f8f8f" title "convolutional", \
     edge using "weight_variance":"untrained_collapse" with points pointtype 8 pointsize 1.2 linewidth 2 linecolor rgb "#808080" title "residual, untrained"

left = 0.735
right = 0.985
eval panel
set title "(c) mean square of the stream" offset 0,-0.3
unset logscale x
set xlabel "layer"
set ylabel "{/:Italic p}" offset 0.5,0
set xrange [0.5:deepest + 0.5]
set logscale y
set format y "10^{%T}"
set yrange [1e-4:30]
set key top center maxrows 3 opaque samplen 1.5
plot for [i=1:num_weight_variances:2] grid using "layer":(column("column") == i ? column("stream_mean_square") : NaN) with points pointtype 7 pointsize 0.6 linecolor (i - 1) / 2 + 1 title "" . weight_variances[i], \
     for [i=1:num_weight_variances:2] grid using "layer":(column("column") == i ? column("predicted_mean_square") : NaN) with lines linecolor (i - 1) / 2 + 1 linewidth 1.5 notitle
unset multiplot
