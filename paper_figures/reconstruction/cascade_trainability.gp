width = 1400
height = 580
#---
grid = "data/accuracy.csv"
summary = "data/summary.csv"
scale = "data/depth_scale.csv"
stats grid using "depth":"weight_variance" name "GRID" nooutput
deepest = GRID_max_x
inside(y) = (y < deepest ? y : NaN)
# A falling search has no mean over depths.
falling = 1
stats summary using (column("mean_accuracy") >= 0 ? (falling = 0, 0) : 0) nooutput
# Layers beyond the last one with entropies stand for none.
collapsed(y) = (y < deepest - 1 ? y : NaN)
set multiplot layout 1,2 margins 0.055,0.905,0.12,0.82 spacing 0.17,0.1
set title "(a) accuracy after training" offset 0,2.3
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "depth {/:Italic L} (layers)"
set cblabel "accuracy" offset 1,0
set cbrange [0:1]
set palette defined (0 "#2b2350", 0.25 "#46508f", 0.5 "#3f8f8f", 0.75 "#9cc96b", 1 "#fbf3a2")
unset grid
set xrange [GRID_min_y - 0.15:GRID_max_y + 0.15]
set yrange [0:deepest * 1.1]
set key at graph 0.5,1.02 center bottom horizontal maxrows 2 maxcols 2 samplen 2 width 1
plot grid using "weight_variance":"depth":"accuracy" with points pointtype 5 pointsize (falling ? 1.2 : 3) linecolor palette notitle, \
     scale using "weight_variance":(inside(column("correlation_depth"))) with lines linewidth 2 dashtype 1 linecolor rgb "black" title "{/:Italic ξ}", \
     scale using "weight_variance":(inside(6*column("correlation_depth"))) with lines linewidth 2 dashtype 2 linecolor rgb "black" title "6{/:Italic ξ}", \
     summary using "weight_variance":(collapsed(column("adam_collapse"))) with linespoints linetype 1 pointtype 7 title "collapse, Adam", \
     summary using "weight_variance":(collapsed(column("ridge_collapse"))) with linespoints linetype 2 pointtype 5 title "collapse, ridge"
set title "(b) prediction from the untrained network" offset 0,0
set grid
set xlabel "layer at which the relative entropy saturates (Adam)"
set ylabel falling ? "depth that can be trained" : "mean accuracy over depths"
set cblabel "weight variance {/:Italic σ}@_w^2" offset 1,0
set cbrange [GRID_min_y:GRID_max_y]
set xrange [0:*]
if (falling) set yrange [0:*]; else set yrange [0:1]
unset key
plot summary using "adam_cutoff":(falling ? column("trained_depth") : column("mean_accuracy")):"weight_variance" with points pointtype 7 pointsize 2 linecolor palette, \
     summary using "adam_cutoff":(falling ? column("trained_depth") : column("mean_accuracy")) with points pointtype 6 pointsize 2 linewidth 0.7 linecolor rgb "#404040"
unset multiplot
