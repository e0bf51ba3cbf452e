scale = "data/depth_scale.csv"
# Cells end half way between neighbours of the grid: the end of cell i, which for i = 0 is where the first one begins.
variance_end(i) = num_variances == 1 ? variances[1] + 0.1*i - 0.05 : i == 0 ? 1.5*variances[1] - 0.5*variances[2] : i == num_variances ? 1.5*variances[i] - 0.5*variances[i-1] : 0.5*(variances[i] + variances[i+1])
depth_end(i) = num_depths == 1 ? depths[1] + i - 0.5 : i == 0 ? 1.5*depths[1] - 0.5*depths[2] : i == num_depths ? 1.5*depths[i] - 0.5*depths[i-1] : 0.5*(depths[i] + depths[i+1])
cell_w(w) = (sum [i=1:num_variances] (variances[i] == w ? i : 0))
cell_l(l) = (sum [i=1:num_depths] (depths[i] == l ? i : 0))

set rmargin at screen 0.83
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "depth {/:Italic L} (layers)"
set cblabel "accuracy" offset 1,0
set cbrange [0:1]
set palette defined (0 "#2b2350", 0.25 "#46508f", 0.5 "#3f8f8f", 0.75 "#9cc96b", 1 "#fbf3a2")
unset grid
set xrange [variance_end(0):variance_end(num_variances)]
set yrange [0:depth_end(num_depths)]
set key outside top center horizontal width -2 samplen 3
plot "data/accuracy.csv" using "weight_variance":"depth":(variance_end(cell_w(column("weight_variance"))-1)):(variance_end(cell_w(column("weight_variance")))):(depth_end(cell_l(column("depth"))-1)):(depth_end(cell_l(column("depth")))):"accuracy" with boxxyerror linecolor palette fillstyle solid 1 border notitle, \
     for [k=1:num_multiples] scale using "weight_variance":(multiples[k]*column("correlation_depth")) with lines linewidth 3.5 linecolor rgb "#80000000" notitle, \
     for [k=1:num_multiples] scale using "weight_variance":(multiples[k]*column("correlation_depth")) with lines linewidth 2 dashtype k linecolor rgb "white" notitle, \
     for [k=1:num_multiples] NaN with lines linewidth 2 dashtype k linecolor rgb "black" title multiple_names[k], \
     "data/trained_depth.csv" using "weight_variance":"trained_depth" with points pointtype 6 pointsize 1.3 linewidth 2.5 linecolor rgb "#e4572e" title trained_name
