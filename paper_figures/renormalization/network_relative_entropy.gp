curves = "data/relative_entropy.csv"
plateaus = "data/plateau.csv"
chaos = "data/order_chaos.csv"
stored = "data/stored.csv"
control = "data/negative_control.csv"
pick(w, e, y) = (column("weight_variance") == w && column("epoch") == e && column("layer") <= deepest ? y : NaN)
picked(stage, w, y) = (strcol("stage") eq stage && column("weight_variance") == w && column("layer") <= deepest ? y : NaN)
n = num_variances

# What the axes must reach; `stats` counts only what is within ranges, so all of it comes first.
larger(a, b) = (a > b ? a : b)
smaller(a, b) = (a < b ? a : b)
stats curves using "relative_entropy" name "CURVE" nooutput
stats curves using "normalized" name "NORMALIZED" nooutput
stats plateaus using "weight_variance":"plateau" name "PLATEAU" nooutput
stats plateaus using "mean_field" name "FIELD" nooutput
stats chaos using "weight_variance":"mean_field" name "CHAOS" nooutput
stats chaos using "correlation_depth" name "DEPTH" nooutput
stats control using "gaussian_forward" name "CONTROL" nooutput
tallest_normalized = NORMALIZED_max
if (have_stored) {
  stats stored using "normalized" name "STORED" nooutput
  tallest_normalized = larger(tallest_normalized, STORED_max)
}
least = smaller(CHAOS_min_x, PLATEAU_min_x)
most = larger(CHAOS_max_x, PLATEAU_max_x)

set multiplot layout 2,3 margins 0.06,0.955,0.075,0.945 spacing 0.08,0.135
set xlabel "layer" offset 0,0.4
set xrange [0:deepest]

set title "(a) untrained"
set ylabel "{/:Italic D} (nats)" offset 1,0
set yrange [0:1.35*larger(CURVE_max, FIELD_max)]
set key top left horizontal maxcols 2 samplen 2
plot for [i=1:n] curves using "layer":(pick(variances[i], 0, column("relative_entropy"))) with lines linetype i title "σ@_w^2 = " . variance_names[i], \
     for [i=1:n] curves using "layer":(pick(variances[i], 0, column("mean_field"))) with lines linetype i dashtype 2 linewidth 1.2 notitle, \
     NaN with lines linecolor rgb "black" dashtype 2 linewidth 1.2 title "mean field"

set title "(b) " . trained_name
plot for [i=1:n] curves using "layer":(pick(variances[i], last_epoch, column("relative_entropy"))) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(pick(variances[i], 0, column("mean_field"))) with lines linetype i dashtype 2 linewidth 1.2 notitle, \
     NaN with lines linecolor rgb "black" title "trained", \
     NaN with lines linecolor rgb "black" dashtype 2 linewidth 1.2 title "mean field, untrained"

set title "(c) {/:Italic D} / [({/:Italic N}/2) ln 2π{/:Italic e}σ@_w^2], the authors' scale"
set ylabel "{/:Italic D}, normalized"
set yrange [0:1.65*tallest_normalized]
if (!have_stored) set label 1 "stored curves not found" at graph 0.97,0.05 right
plot for [i=1:n] curves using "layer":(pick(variances[i], last_epoch, column("normalized"))) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(pick(variances[i], 0, column("normalized"))) with lines linetype i dashtype 3 notitle, \
     for [k=1:(have_stored ? num_stored_stages : 0)] for [i=1:n] stored using "layer":(picked(stored_stages[k], variances[i], column("normalized"))) with points linecolor i pointtype 8-k pointsize 0.7 notitle, \
     NaN with lines linecolor rgb "black" title "trained", \
     NaN with lines linecolor rgb "black" dashtype 3 title "untrained", \
     for [k=1:(have_stored ? num_stored_stages : 0)] NaN with points linecolor rgb "black" pointtype 8-k pointsize 0.7 title stored_names[k]
unset label 1

set title "(d) plateau and order-chaos line"
set xlabel "σ@_w^2"
set ylabel "{/:Italic D} (nats)"
aside = 0.01*(most - least)
set xrange [least - aside:most + 2*aside]
set yrange [0:1.6*larger(CHAOS_max_y, PLATEAU_max_y)]
# The depth scale takes the lower half of the panel.
set y2range [1:DEPTH_max**2]
set logscale y2
set y2tics 1,10,DEPTH_max
unset my2tics
set key top left vertical maxcols 1
plot chaos using "weight_variance":"mean_field" with lines linetype 7 dashtype 2 linewidth 1.2 title "mean field", \
     plateaus using "weight_variance":(column("epoch") == 0 ? column("random_mean") : NaN):"random_deviation" with errorbars linetype 1 pointtype 6 title "untrained, mean and scatter", \
     plateaus using (column("weight_variance") + aside):(column("epoch") == last_epoch ? column("plateau") : NaN) with points linetype 2 pointtype 7 title "trained", \
     chaos using "weight_variance":"correlation_depth" axes x1y2 with lines linetype 3 linewidth 1.2 title "{/:Italic ξ}_c (layers, right axis)"
unset logscale y2
unset y2tics

set title "(e) relative entropies of Gaussian laws, untrained"
set xlabel "layer"
set ylabel "nats"
set xrange [0:deepest]
set yrange [*:*]
set logscale y
set format y "10^{%T}"
set key bottom right horizontal maxcols 2
plot for [i=1:n] curves using "layer":(column("layer") > 0 ? pick(variances[i], 0, column("gaussian_forward")) : NaN) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(column("layer") > 0 ? pick(variances[i], 0, column("gaussian_reverse")) : NaN) with lines linetype i dashtype 3 notitle, \
     NaN with lines linecolor rgb "black" title "layer 0 || layer", \
     NaN with lines linecolor rgb "black" dashtype 3 title "layer || layer 0"
unset logscale y
set format y

set title "(f) bright image: σ@_w^2 = " . bright_weight_variance_name . ", {/:Italic q}_0 = " . bright_first_variance_name
set ylabel "nats"
set yrange [*:2*CONTROL_max]
set key top right vertical maxcols 1
set xzeroaxis linetype 7 linewidth 0.8
plot control using "layer":"relative_entropy" with lines linetype 1 title "{/:Italic D}", \
     control using "layer":"mean_field" with lines linetype 1 dashtype 2 linewidth 1.2 title "{/:Italic D}, mean field", \
     control using "layer":"gaussian_forward" with lines linetype 2 title "Gaussian, layer 0 || layer", \
     control using "layer":"gaussian_reverse" with lines linetype 3 title "Gaussian, layer || layer 0"
unset multiplot
