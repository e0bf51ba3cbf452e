grid = "data/accuracy.csv"
summary = "data/summary.csv"
scale = "data/depth_scale.csv"
inside(y) = (y < deepest ? y : NaN)
collapsed(y) = (y < no_collapse && y < deepest ? y : NaN)
use = (falling ? "trained_depth" : "mean_accuracy")
set multiplot layout 1,2 margins 0.06,0.9,0.13,0.82 spacing 0.17,0.1
set title "(a) accuracy after training" offset 0,2.3
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "depth {/:Italic L} (layers)"
set cblabel "accuracy" offset 1,0
set cbrange [0:1]
set palette defined (0 "#2b2350", 0.25 "#46508f", 0.5 "#3f8f8f", 0.75 "#9cc96b", 1 "#fbf3a2")
unset grid
set xrange [first_variance - 0.15:last_variance + 0.15]
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
set cbrange [first_variance:(last_variance > first_variance ? last_variance : first_variance + 1)]
set xrange [0:no_collapse + 1]
if (falling) set yrange [0:deepest * 1.1]; else set yrange [0:1]
unset key
plot summary using "adam_cutoff":(column(use)):"weight_variance" with points pointtype 7 pointsize 2 linecolor palette, \
     summary using "adam_cutoff":(column(use)) with points pointtype 6 pointsize 2 linewidth 0.7 linecolor rgb "#404040"
unset multiplot
