width = 1400
height = 900
#---
dimensions = "data/dimensions.csv"
number(x) = sprintf("%g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
units = ""
last = 0
stats dimensions using (units = strcol("source") eq "machine" ? add(units, number(column("hidden"))) : units, last = column("step") > last ? column("step") : last, 0) nooutput
of(hidden, y) = (strcol("source") eq "machine" && number(column("hidden")) eq hidden ? y : NaN)
control(y) = (strcol("source") eq "samples" ? y : NaN)
stats dimensions using (control(column("spin_dimension"))) name "S" nooutput
stats dimensions using (control(column("straight_spin_dimension"))) name "SP" nooutput
stats dimensions using (control(column("energy_dimension"))) name "E" nooutput
stats dimensions using (control(column("straight_energy_dimension"))) name "EP" nooutput

set multiplot layout 2,2 margins 0.07,0.985,0.08,0.95 spacing 0.095,0.135
set logscale x
set xrange [0.8:1.3*last]
set xlabel "step of the flow"
set title "(a) spin"
set ylabel "{/:Italic Δ_m}"
set yrange [0.04:0.16]
unset key
plot 0.125 with lines linetype 7 linewidth 0.8 dashtype 3, \
     S_mean with lines linetype 7, \
     SP_mean with lines linetype 7 dashtype 2, \
     for [i=1:words(units)] dimensions using "step":(of(word(units,i), column("spin_dimension"))):"spin_dimension_error" with yerrorlines linetype i pointsize 0.9, \
     for [i=1:words(units)] dimensions using "step":(of(word(units,i), column("straight_spin_dimension"))):"straight_spin_dimension_error" with yerrorlines linetype i dashtype 2 pointsize 0.6

set title "(b) energy"
set ylabel "{/:Italic Δ_ε}"
set yrange [0.4:1.2]
set key right bottom
plot 1 with lines linetype 7 linewidth 0.8 dashtype 3 title "exact", \
     E_mean with lines linetype 7 title "samples, torus fit", \
     EP_mean with lines linetype 7 dashtype 2 title "samples, straight fit", \
     for [i=1:words(units)] dimensions using "step":(of(word(units,i), column("energy_dimension"))):"energy_dimension_error" with yerrorlines linetype i pointsize 0.9 title word(units,i) . " hidden units, torus fit", \
     for [i=1:words(units)] dimensions using "step":(of(word(units,i), column("straight_energy_dimension"))):"straight_energy_dimension_error" with yerrorlines linetype i dashtype 2 pointsize 0.6 title word(units,i) . " hidden units, straight fit"

set title "(c) temperature by the energy"
set ylabel "{/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set yrange [2.2:2.34]
set key right top
plot 2.269185314213022 with lines linetype 7 linewidth 0.8 dashtype 3 title "{/:Italic T}_c", \
     for [i=1:words(units)] dimensions using "step":(of(word(units,i), column("temperature"))):"temperature_error" with yerrorlines linetype i pointsize 0.9 title word(units,i) . " hidden units"
unset logscale x

hidden = word(units, words(units))
set title "(d) spin correlator over its scaling limit, " . hidden . " hidden units"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "{/:Italic G}({/:Italic r}) / scaling limit"
set xrange [0.8:*]
set yrange [*:*]
set offsets 0, 0, graph 0.4, 0
set xtics 1
set key left top
at(hidden, step, y) = (strcol("source") eq "machine" && number(column("hidden")) eq hidden && column("step") == step ? y : NaN)
ratio(x) = column("correlator") / column("torus_correlator")
plot "data/correlators.csv" using "distance":(strcol("source") eq "samples" ? ratio(0) : NaN) with linespoints linetype 7 pointsize 0.9 title "samples", \
     for [k in "1 10 " . number(last)] "data/correlators.csv" using "distance":(at(hidden, real(k), ratio(0))) with linespoints pointsize 0.9 title "step " . k
unset multiplot
