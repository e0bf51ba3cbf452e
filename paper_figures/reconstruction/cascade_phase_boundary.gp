overlay = "data/overlay.csv"
grid = "data/map.csv"
edge = "data/boundary.csv"
published = "data/published.csv"
stats grid using "layer":"weight_variance" name "GRID" nooutput
stats edge using "weight_variance":"adam_deepest_mse" name "EDGE" nooutput
half = EDGE_records > 1 ? 0.5 * (GRID_max_y - GRID_min_y) / (EDGE_records - 1) : 0.3
deepest = GRID_max_x
inside(y) = (y <= deepest ? y : NaN)

set multiplot
panel = "set lmargin at screen left; set rmargin at screen right; set tmargin at screen 0.82; set bmargin at screen 0.13"
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "layer" offset 1,0
unset grid
set xrange [GRID_min_y - half:GRID_max_y + half]
set yrange [0.5:deepest + 0.5]
set cbrange [-20:-6]
set palette defined (0 "#2b2350", 0.3 "#46508f", 0.6 "#3f8f8f", 0.85 "#9cc96b", 1 "#fbf3a2")
set key at graph 0.5,1.02 center bottom horizontal maxrows 2 maxcols 2 samplen 4
line(k) = k == 1 ? "{/:Italic ξ}" : k == 2 ? sprintf("%d{/:Italic ξ}", multiple) : "mean field"
depth_of(k) = k == 3 ? column("predicted_collapse") : (k == 1 ? 1 : multiple) * column("correlation_depth")

left = 0.05
right = 0.305
eval panel
set title "(a) decoders trained by Adam" offset 0,2.3
unset colorbox
# One column is no image to gnuplot: boxes, each of which hides what the one below has too much.
cells(kind) = EDGE_records > 1 ? sprintf('using "weight_variance":"layer":"%s" with image pixels', kind) \
    : sprintf('using "weight_variance":"layer":(GRID_min_y - half):(GRID_max_y + half):(column("layer") - 0.5):(column("layer") + 1.5):"%s" with boxxyerror fillstyle solid noborder linecolor palette', kind)
adam_cells = cells("adam_entropy")
ridge_cells = cells("ridge_entropy")
plot grid @adam_cells notitle, \
     for [k=1:3] overlay using "weight_variance":(inside(depth_of(k))) with lines linewidth 2 dashtype k linecolor rgb "white" notitle, \
     for [k=1:3] NaN with lines linewidth 2 dashtype k linecolor rgb "black" title line(k), \
     edge using "weight_variance":(inside(column("adam_collapse"))) with points pointtype 6 pointsize 1.1 linewidth 2.5 linecolor rgb "#e4572e" notitle, \
     published using "weight_variance":(inside(column("collapse"))) with points pointtype 2 pointsize 1.1 linewidth 2 linecolor rgb "#ff6fb5" notitle
left = 0.355
right = 0.6
eval panel
set title "(b) ridge decoders" offset 0,2.3
set colorbox
set cblabel "differential entropy (nats per pixel)" offset 0.5,0
plot grid @ridge_cells notitle, \
     for [k=1:3] overlay using "weight_variance":(inside(depth_of(k))) with lines linewidth 2 dashtype k linecolor rgb "white" notitle, \
     edge using "weight_variance":(inside(column("ridge_collapse"))) with points pointtype 6 pointsize 1.1 linewidth 2.5 linecolor rgb "#e4572e" title "below " . collapsed_entropy, \
     published using "weight_variance":(inside(column("collapse"))) with points pointtype 2 pointsize 1.1 linewidth 2 linecolor rgb "#ff6fb5" title "published"
left = 0.79
right = 0.985
eval panel
set title "(c) error from the deepest layer" offset 0,2.3
unset colorbox
set grid
set ylabel "mean squared error of {/:Italic R}" offset 0,0
set yrange [*:*]
critical = num_critical_variances > 0 ? critical_variances[1] : NaN
marked = critical > GRID_min_y - half && critical < GRID_max_y + half
if (marked) set arrow from critical, graph 0 to critical, graph 1 nohead dashtype 2 linewidth 1.5 linecolor rgb "#404040"
plot edge using "weight_variance":"adam_deepest_mse" with linespoints linetype 1 pointtype 7 title "Adam", \
     edge using "weight_variance":"ridge_deepest_mse" with linespoints linetype 2 pointtype 5 title "ridge", \
     NaN with lines dashtype 2 linewidth 1.5 linecolor rgb "#404040" title (marked ? "{/:Italic χ}_1 = 1" : "")
unset multiplot
