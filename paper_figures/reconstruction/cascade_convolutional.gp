overlay = "data/overlay.csv"
grid = "data/map.csv"
edge = "data/boundary.csv"
published = "data/published.csv"
stats grid using "layer":"column" name "GRID" nooutput
deepest = GRID_max_x
inside(y) = (y <= deepest ? y : NaN)
stats edge using "weight_variance":"deepest_mse" name "EDGE" nooutput
ordered(w, y) = (w < 1.0 ? y : NaN)

set multiplot
panel = "set lmargin at screen left; set rmargin at screen right; set tmargin at screen 0.9; set bmargin at screen 0.17"
set palette defined (0 "#2b2350", 0.3 "#46508f", 0.6 "#3f8f8f", 0.85 "#9cc96b", 1 "#fbf3a2")
set cbrange [-20:-5]

left = 0.05
right = 0.29
eval panel
set title "(a) differential entropy, trained decoders" offset 0,0.5
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "layer" offset 1,0
unset grid
set xtics rotate by -60 (weight_variances[1] 1)
set for [i=1:num_weight_variances] xtics add (weight_variances[i] i)
set xrange [0.5:num_weight_variances + 0.5]
set yrange [0.5:deepest + 0.5]
set cblabel "differential entropy (nats per pixel)" offset 0.7,0
# One column is no image to gnuplot: boxes, each of which hides what the one below has too much.
cells = num_weight_variances > 1 ? 'using "column":"layer":"raw_entropy" with image pixels' \
    : 'using "column":"layer":(0.5):(1.5):(column("layer") - 0.5):(column("layer") + 1.5):"raw_entropy" with boxxyerror fillstyle solid noborder linecolor palette'
plot grid @cells notitle, \
     edge using ($0 + 1):(inside(column("collapse"))) with points pointtype 6 pointsize 1.1 linewidth 2.5 linecolor rgb "#e4572e" notitle

left = 0.435
right = 0.685
eval panel
set title "(b) where it falls below " . collapsed_entropy offset 0,0.5
unset colorbox
set grid
set xtics norotate
set xtics autofreq
set xrange [0:1.1]
set yrange [1:*]
set logscale y
set key top left Left reverse samplen 2
plot deepest with lines linewidth 1 dashtype 3 linecolor rgb "#404040" title "deepest layer", \
     overlay using "weight_variance":(ordered(column("weight_variance"), column("predicted_collapse"))) with lines linetype 1 linewidth 2 title "mean field", \
     overlay using "weight_variance":(ordered(column("weight_variance"), column("correlation_depth"))) with lines linetype 2 linewidth 2 dashtype 2 title "{/:Italic ξ}", \
     published using "weight_variance":"collapse" with points pointtype 2 pointsize 1.2 linewidth 2 linecolor rgb "#ff6fb5" title "published", \
     edge using "weight_variance":(ordered(column("weight_variance"), inside(column("collapse")))) with linespoints pointtype 6 pointsize 1.2 linewidth 2 linecolor rgb "#e4572e" title "trained", \
     edge using "weight_variance":"untrained_collapse" with points pointtype 8 pointsize 1.2 linewidth 2 linecolor rgb "#808080" title "untrained", \
     edge using "weight_variance":"dense_collapse" with points pointtype 4 pointsize 1.1 linewidth 2 linecolor rgb "#3f8f8f" title "dense network"

left = 0.75
right = 0.985
eval panel
set title "(c) entropy of single networks" offset 0,0.5
unset logscale y
set xlabel "layer"
set ylabel "nats per pixel" offset 0.5,0
set xrange [0.5:deepest + 0.5]
set yrange [-28:*]
set key bottom right opaque maxrows 3
some = (num_weight_variances > 5 ? 2 : 1)
plot for [i=1:num_weight_variances:some] grid using "layer":(column("column") == i ? column("raw_entropy") : NaN) with lines linetype (i - 1) / some + 1 linewidth 2 title "" . weight_variances[i]
unset multiplot
