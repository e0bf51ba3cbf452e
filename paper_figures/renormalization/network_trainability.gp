width = 900
height = 640
#---
scale = "data/depth_scale.csv"
grid = "data/accuracy.csv"
stats grid using "depth":"weight_variance" name "GRID" nooutput
stats grid using (column("weight_variance") == GRID_min_y ? column("depth") : NaN) name "DEPTH" nooutput
variances = GRID_records / DEPTH_records
half = variances > 1 ? 0.5 * (GRID_max_y - GRID_min_y) / (variances - 1) : 0.05
set rmargin 10
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "depth {/:Italic L} (layers)"
set cblabel "accuracy" offset 1,0
set cbrange [0:1]
set palette defined (0 "#2b2350", 0.25 "#46508f", 0.5 "#3f8f8f", 0.75 "#9cc96b", 1 "#fbf3a2")
unset grid
set xrange [GRID_min_y - half:GRID_max_y + half]
set yrange [0:DEPTH_max*1.05]
set key outside top center horizontal maxrows 1 samplen 3
multiple(k) = k == 1 ? 1 : k == 2 ? pi : 2*pi
plot grid using "weight_variance":"depth":"accuracy" with image pixels notitle, \
     for [k=1:3] scale using "weight_variance":(multiple(k)*column("correlation_depth")) with lines linewidth 3.5 linecolor rgb "#80000000" notitle, \
     for [k=1:3] scale using "weight_variance":(multiple(k)*column("correlation_depth")) with lines linewidth 2 dashtype k linecolor rgb "white" notitle, \
     NaN with lines linewidth 2 dashtype 1 linecolor rgb "black" title "{/:Italic ξ}", \
     NaN with lines linewidth 2 dashtype 2 linecolor rgb "black" title "{/:Italic π ξ}", \
     NaN with lines linewidth 2 dashtype 3 linecolor rgb "black" title "2{/:Italic π ξ}", \
     "data/trained_depth.csv" using "weight_variance":"trained_depth" with points pointtype 6 pointsize 1.3 linewidth 2.5 linecolor rgb "#e4572e" title "accuracy 1/2"
