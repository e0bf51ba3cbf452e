width = 1500
height = 900
#---
curves = "data/relative_entropy.csv"
plateaus = "data/plateau.csv"
stored = "data/stored.csv"
control = "data/negative_control.csv"
number(x) = sprintf("%.9g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
variances = ""
last = 0
deepest = 0
have_stored = 0
stats "data/input.csv" using (have_stored = int(column("stored_curves")), 0) nooutput
stats curves using (variances = add(variances, number(column("weight_variance"))), last = column("epoch") > last ? int(column("epoch")) : last, deepest = column("layer") > deepest ? int(column("layer")) : deepest, 0) nooutput
# The last two layers, which are narrower, are left out, as in the paper.
deepest = deepest - 2
pick(w, e, y) = (number(column("weight_variance")) eq w && column("epoch") == e && column("layer") <= deepest ? y : NaN)
picked(tag, w, y) = (strcol("stage") eq tag && number(column("weight_variance")) eq w && column("layer") <= deepest ? y : NaN)
n = words(variances)

set multiplot layout 2,3 margins 0.06,0.985,0.075,0.955 spacing 0.075,0.125
set xlabel "layer" offset 0,0.4
set xrange [0:deepest]

set title "(a) untrained"
set ylabel "{/:Italic D} (nats)" offset 1,0
set yrange [0:1050]
stats plateaus using "mean_field" nooutput
top = 1.45 * STATS_max
set yrange [0:top]
set key top left horizontal maxcols 2 samplen 2
plot for [i=1:n] curves using "layer":(pick(word(variances,i), 0, column("relative_entropy"))) with lines linetype i title "σ@_w^2 = " . word(variances,i), \
     for [i=1:n] curves using "layer":(pick(word(variances,i), 0, column("mean_field"))) with lines linetype i dashtype 2 linewidth 1.2 notitle, \
     NaN with lines linecolor rgb "black" dashtype 2 linewidth 1.2 title "mean field"

set title sprintf("(b) trained, %d epochs", last)
plot for [i=1:n] curves using "layer":(pick(word(variances,i), last, column("relative_entropy"))) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(pick(word(variances,i), 0, column("mean_field"))) with lines linetype i dashtype 2 linewidth 1.2 notitle, \
     NaN with lines linecolor rgb "black" title "trained", \
     NaN with lines linecolor rgb "black" dashtype 2 linewidth 1.2 title "mean field, untrained"

set title "(c) {/:Italic D} / [({/:Italic N}/2) ln 2π{/:Italic e}σ@_w^2], as in the paper's plot"
set ylabel "{/:Italic D}, normalized"
set yrange [0:0.82]
if (!have_stored) set label 1 "stored curves not found" at graph 0.97,0.05 right
plot for [i=1:n] curves using "layer":(pick(word(variances,i), last, column("normalized"))) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(pick(word(variances,i), 0, column("normalized"))) with lines linetype i dashtype 3 notitle, \
     for [i=1:(have_stored ? n : 0)] stored using "layer":(picked("post", word(variances,i), column("normalized"))) with points linecolor i pointtype 7 pointsize 0.7 notitle, \
     for [i=1:(have_stored ? n : 0)] stored using "layer":(picked("pre", word(variances,i), column("normalized"))) with points linecolor i pointtype 6 pointsize 0.7 notitle, \
     NaN with lines linecolor rgb "black" title "trained", \
     NaN with lines linecolor rgb "black" dashtype 3 title "untrained", \
     NaN with points linecolor rgb "black" pointtype 7 pointsize 0.7 title (have_stored ? "stored, 15 epochs" : ""), \
     NaN with points linecolor rgb "black" pointtype 6 pointsize 0.7 title (have_stored ? "stored, 1 epoch" : "")
unset label 1

set title "(d) plateau and order-chaos line"
set xlabel "σ@_w^2"
set ylabel "{/:Italic D} (nats)"
set xrange [0.95:3.8]
set yrange [0:1.3*top]
set y2range [1:1e5]
set logscale y2
set y2tics ("1" 1, "10" 10, "100" 100)
set key top left vertical maxcols 1
plot "data/order_chaos.csv" using "weight_variance":"mean_field" with lines linetype 7 dashtype 2 linewidth 1.2 title "mean field", \
     plateaus using "weight_variance":(column("epoch") == 0 ? column("random_mean") : NaN):"random_deviation" with errorbars linetype 1 pointtype 6 title "untrained, mean and scatter", \
     plateaus using ($1 + 0.03):(column("epoch") == last ? column("plateau") : NaN) with points linetype 2 pointtype 7 title "trained", \
     "data/order_chaos.csv" using "weight_variance":"correlation_depth" axes x1y2 with lines linetype 3 linewidth 1.2 title "{/:Italic ξ}_c (layers, right axis)"
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
plot for [i=1:n] curves using "layer":(column("layer") > 0 ? pick(word(variances,i), 0, column("gaussian_forward")) : NaN) with lines linetype i notitle, \
     for [i=1:n] curves using "layer":(column("layer") > 0 ? pick(word(variances,i), 0, column("gaussian_reverse")) : NaN) with lines linetype i dashtype 3 notitle, \
     NaN with lines linecolor rgb "black" title "layer 0 || layer", \
     NaN with lines linecolor rgb "black" dashtype 3 title "layer || layer 0"
unset logscale y
set format y "%g"

set title "(f) bright image: σ@_w^2 = 2, {/:Italic q}_0 = 2.5"
set ylabel "nats"
stats control using "gaussian_forward" nooutput
set yrange [*:2*STATS_max]
set key top right vertical maxcols 1
set xzeroaxis linetype 7 linewidth 0.8
plot control using "layer":"relative_entropy" with lines linetype 1 title "{/:Italic D}", \
     control using "layer":"mean_field" with lines linetype 1 dashtype 2 linewidth 1.2 title "{/:Italic D}, mean field", \
     control using "layer":"gaussian_forward" with lines linetype 2 title "Gaussian, layer 0 || layer", \
     control using "layer":"gaussian_reverse" with lines linetype 3 title "Gaussian, layer || layer 0"
unset multiplot
