pick(name, k, y) = (column(name) == k ? y : NaN)
finite(y) = (y < 1e6 ? y : NaN)

set multiplot layout 2,3 margins 0.06,0.985,0.075,0.94 spacing 0.08,0.125

set title "(a) variance map, tanh, σ@_b^2 = " . bias_variance_name
set xlabel "{/:Italic q_l}" offset 0,0.4
set ylabel "{/:Italic q_l}_{+1}" offset 1,0
set xrange [0:2]
set yrange [0:*]
set key left top
plot x with lines dashtype 2 linewidth 1 linecolor rgb "#404040" notitle, \
     for [i=1:num_map_weight_variances] "data/variance_map.csv" using "variance":(pick("weight_variance", map_weight_variances[i], column("next_variance"))) with lines linetype i title "σ@_w^2 = " . map_names[i], \
     for [i=1:num_map_weight_variances] "data/variance_map.csv" using "q_star":(pick("weight_variance", map_weight_variances[i], column("q_star"))) with points linetype i pointtype 7 pointsize 1.2 notitle

set title "(b) correlation map at {/:Italic q}*"
set xlabel "{/:Italic c_l}"
set ylabel "{/:Italic c_l}_{+1}"
set xrange [0:1.02]
set yrange [0:1.02]
set key right bottom
plot x with lines dashtype 2 linewidth 1 linecolor rgb "#404040" notitle, \
     for [i=1:num_map_weight_variances] "data/correlation_map.csv" using "correlation":(pick("weight_variance", map_weight_variances[i], column("next_correlation"))) with lines linetype i title "σ@_w^2 = " . map_names[i], \
     for [i=1:num_map_weight_variances] "data/correlation_map.csv" using "c_star":(pick("weight_variance", map_weight_variances[i], column("c_star"))) with points linetype i pointtype 7 pointsize (1.6 - 0.3 * i) notitle

set title "(c) fixed point of the variance, tanh"
set xlabel "σ@_w^2"
set ylabel "{/:Italic q}*"
set xrange [0.5:4]
set yrange [0:*]
set key right bottom
set arrow 1 from critical, graph 0 to critical, graph 1 nohead dashtype 3 linecolor rgb "#404040"
plot for [i=1:num_bias_variances] "data/depth_scales.csv" using "weight_variance":(pick("bias_variance", bias_variances[i], column("q_star"))) with lines linetype i title "σ@_b^2 = " . bias_names[i]

set title "(d) depth scales, tanh"
set ylabel "layers" offset 1,0
set yrange [*:1e6]
set logscale y
set format y "10^{%T}"
set key right top
plot for [i=1:num_bias_variances] "data/depth_scales.csv" using "weight_variance":(pick("bias_variance", bias_variances[i], finite(column("xi_c")))) with lines linetype i title "{/:Italic ξ}_c, σ@_b^2 = " . bias_names[i], \
     for [i=1:num_bias_variances] "data/depth_scales.csv" using "weight_variance":(pick("bias_variance", bias_variances[i], finite(column("xi_q")))) with lines linetype i dashtype 2 linewidth 1 notitle, \
     NaN with lines dashtype 2 linewidth 1 linecolor rgb "black" title "{/:Italic ξ}_q"
unset arrow 1

set title "(e) divergence at σ@_w^2 = " . critical_name . ", σ@_b^2 = " . bias_variance_name
set xlabel "|σ@_w^2 - " . critical_name . "|"
set ylabel "{/:Italic ξ}_c (layers)" offset 0,0
set logscale x
set format x "10^{%T}"
set xrange [5e-7:1]
set yrange [1:1e8]
plot "data/divergence.csv" using "distance":"xi_below" with points linetype 1 title "ordered", \
     "data/divergence.csv" using "distance":"xi_above" with points linetype 2 title "chaotic", \
     amplitude / x with lines linetype 7 dashtype 2 linewidth 1 title "slope -1"
unset logscale x
unset logscale y
set format x
set format y
set ylabel offset 1,0

set title "(f) order-chaos line"
set xlabel "σ@_w^2"
set ylabel "σ@_b^2"
set xrange [0.5:3.5]
set yrange [0:0.5]
set key right bottom
set label 1 "ordered" at 0.75, 0.4
set label 2 "chaotic" at 2.9, 0.25
plot for [i=1:num_activations] "data/critical_line.csv" using (strcol("activation") eq activations[i] ? column("weight_variance") : NaN):"bias_variance" with lines linetype i title activations[i]
unset multiplot
