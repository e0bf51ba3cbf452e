boundary = "data/boundary.csv"
curves = "data/curves.csv"
stats boundary using "weight_variance" name "W" nooutput
stats curves using "layer" name "LAYER" nooutput
of(name, y) = (strcol("dataset") eq name ? y : NaN)
inside(y) = (y <= LAYER_max ? y : NaN)
filled(i) = int(word("7 5 9 13", i))
hollow(i) = int(word("6 4 8 12", i))

set multiplot layout 1,3 margins 0.05,0.985,0.13,0.82 spacing 0.075,0.1
set label 2 "filled, solid: decoders trained by Adam      hollow, dashed: ridge decoders      dotted: mean field" . (strlen(missing) ? "      missing: " . missing : "") at screen 0.5,0.96 center
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "layer" offset 1,0
set xrange [W_min - 0.08:W_max + 0.08]
set yrange [0:LAYER_max * 1.3]
set key left top
set title "(a) depth of collapse"
plot for [i=1:num_found] boundary using "weight_variance":(of(found[i], inside(column("predicted_collapse")))) with lines linetype i linewidth 2 dashtype 3 notitle, \
     for [i=1:num_found] boundary using "weight_variance":(of(found[i], inside(column("adam_collapse")))) with points linetype i pointtype filled(i) pointsize 1.4 title found[i], \
     for [i=1:num_found] boundary using "weight_variance":(of(found[i], inside(column("ridge_collapse")))) with points linetype i pointtype hollow(i) pointsize 1.4 linewidth 2 notitle
unset label 2
set title "(b) depth of collapse / that of " . found[1]
set ylabel "ratio" offset 0,0
set yrange [*<0.5:1.7<*]
set object 1 rectangle from graph 0, first 1 - agreement to graph 1, first 1 + agreement fillcolor rgb "#e8e8e8" fillstyle solid noborder behind
set label 1 agreement_name at graph 0.02, first 1.03 - agreement left
plot 1 with lines linewidth 1 linecolor rgb "black" notitle, \
     for [i=2:num_found] boundary using "weight_variance":(of(found[i], column("adam_ratio"))) with linespoints linetype i linewidth 1.5 pointtype filled(i) pointsize 1.4 title found[i], \
     for [i=2:num_found] boundary using "weight_variance":(of(found[i], column("ridge_ratio"))) with linespoints linetype i linewidth 1.5 dashtype 2 pointtype hollow(i) pointsize 1.4 notitle
unset object 1
unset label 1
set title "(c) differential entropy, {/:Italic σ}@_w^2 = " . middle_name
set xlabel "layer"
set ylabel "nats per pixel"
set xrange [1:LAYER_max > 1 ? LAYER_max : 2]
set yrange [-21:-3]
set key right top
pick(name, y) = (strcol("dataset") eq name && column("weight_variance") == middle ? y : NaN)
plot collapsed_entropy with lines linewidth 1 dashtype 3 linecolor rgb "black" notitle, \
     for [i=1:num_found] curves using "layer":(pick(found[i], column("adam_entropy"))) with lines linetype i linewidth 2 title found[i], \
     for [i=1:num_found] curves using "layer":(pick(found[i], column("ridge_entropy"))) with lines linetype i linewidth 2 dashtype 2 notitle
unset multiplot
