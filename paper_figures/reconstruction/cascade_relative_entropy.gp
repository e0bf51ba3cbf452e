curves = "data/curves.csv"
cutoffs = "data/cutoffs.csv"
stats curves using "layer":"weight_variance" name "GRID" nooutput
pick(w, y) = (column("weight_variance") == w ? y : NaN)

set multiplot layout 1,3 margins 0.07,0.985,0.13,0.9 spacing 0.085,0.1
set xlabel "layer"
set xrange [1:GRID_max_x > 1 ? GRID_max_x : 2]
set ylabel "relative entropy (nats per image), median"
set yrange [0:*]
set key right bottom
set title "(a) trained (lines) and untrained (dots) decoders"
plot for [i=1:num_shown] curves using "layer":(pick(shown[i], column("untrained"))) with points linetype i pointtype 7 pointsize 0.35 notitle, \
     for [i=1:num_shown] curves using "layer":(pick(shown[i], column("adam"))) with lines linetype i linewidth 2 title "σ@_w^2 = " . shown_names[i]
set title "(b) ridge decoders"
plot for [i=1:num_shown] curves using "layer":(pick(shown[i], column("ridge"))) with lines linetype i linewidth 2 title "σ@_w^2 = " . shown_names[i]
set title "(c) layer of saturation"
set xlabel "weight variance {/:Italic σ}@_w^2"
set ylabel "layer"
stats cutoffs using "weight_variance" name "W" nooutput
set xrange [W_min - 0.1:W_max + 0.1]
set yrange [0:GRID_max_x * 1.9]
set key right top
verdict(kind, name, y) = (strcol(kind . "_verdict") eq name ? y : NaN)
plot cutoffs using "weight_variance":(column("six_correlation_depths") < GRID_max_x ? column("six_correlation_depths") : NaN) with lines linewidth 2 linecolor rgb "black" title sprintf("%d{/:Italic ξ}", multiple), \
     cutoffs using "weight_variance":(verdict("adam", "found", column("adam_cutoff"))) with points linetype 1 pointtype 7 pointsize 1.2 title "Adam", \
     cutoffs using "weight_variance":(verdict("adam", "not-saturated", column("adam_cutoff"))) with points linetype 1 pointtype 6 pointsize 1.2 linewidth 2 title "Adam, not saturated", \
     cutoffs using "weight_variance":(verdict("ridge", "found", column("ridge_cutoff"))) with points linetype 2 pointtype 5 pointsize 1.2 title "ridge", \
     cutoffs using "weight_variance":(verdict("ridge", "not-saturated", column("ridge_cutoff"))) with points linetype 2 pointtype 4 pointsize 1.2 linewidth 2 title "ridge, not saturated", \
     cutoffs using "weight_variance":"untrained_collapse" with points linetype 4 pointtype 2 linewidth 2 title "untrained: collapse"
unset multiplot
