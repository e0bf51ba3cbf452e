dimensions = "data/dimensions.csv"
correlators = "data/correlators.csv"
last = shown_steps[num_shown_steps]
# The samples have no hidden units and stand at step 0.
flow(hidden, y) = (column("hidden") == hidden ? y : NaN)

set multiplot layout 2,2 margins 0.08,0.985,0.08,0.94 spacing 0.105,0.14
set logscale x
set xrange [0.8:1.3*last]
set xlabel "step of the flow"
set title "(a) spin"
set ylabel "{/:Italic Δ_m}"
set offsets 0, 0, graph 0.1, graph 0.1
unset key
plot spin_dimension with lines linetype 7 linewidth 0.8 dashtype 3, \
     samples_spin with lines linetype 7, \
     samples_straight_spin with lines linetype 7 dashtype 2, \
     for [i=1:num_hidden_units] dimensions using "step":(flow(hidden_units[i], column("spin_dimension"))):"spin_dimension_error" with yerrorlines linetype i pointsize 0.9, \
     for [i=1:num_hidden_units] dimensions using "step":(flow(hidden_units[i], column("straight_spin_dimension"))):"straight_spin_dimension_error" with yerrorlines linetype i dashtype 2 pointsize 0.6

set title "(b) energy"
set ylabel "{/:Italic Δ_ε}"
# Room for the key.
set offsets 0, 0, graph 0.1, graph 0.26*(3 + 2*num_hidden_units)
set key right bottom
plot energy_dimension with lines linetype 7 linewidth 0.8 dashtype 3 title "exact", \
     samples_energy with lines linetype 7 title "samples, torus fit", \
     samples_straight_energy with lines linetype 7 dashtype 2 title "samples, straight fit", \
     for [i=1:num_hidden_units] dimensions using "step":(flow(hidden_units[i], column("energy_dimension"))):"energy_dimension_error" with yerrorlines linetype i pointsize 0.9 title sprintf("%d hidden units, torus fit", hidden_units[i]), \
     for [i=1:num_hidden_units] dimensions using "step":(flow(hidden_units[i], column("straight_energy_dimension"))):"straight_energy_dimension_error" with yerrorlines linetype i dashtype 2 pointsize 0.6 title sprintf("%d hidden units, straight fit", hidden_units[i])

set title "(c) temperature by the energy"
set ylabel "{/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set offsets 0, 0, graph 0.25*(1 + num_hidden_units), graph 0.2
set key right top
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3 title "{/:Italic T}_c", \
     for [i=1:num_hidden_units] dimensions using "step":(flow(hidden_units[i], column("temperature"))):"temperature_error" with yerrorlines linetype i pointsize 0.9 title sprintf("%d hidden units", hidden_units[i])
unset logscale x

shown = hidden_units[num_hidden_units]
set title sprintf("(d) spin correlator over its scaling limit, %d hidden units", shown)
set xlabel "distance {/:Italic r} (sites)"
set ylabel "{/:Italic G}({/:Italic r}) / scaling limit"
set xrange [0.8:*]
set offsets 0, 0, graph 0.4, 0
set xtics 1
set key left top
ratio(hidden, step) = (column("hidden") == hidden && column("step") == step ? column("correlator") / column("torus_correlator") : NaN)
plot correlators using "distance":(ratio(0, 0)) with linespoints linetype 7 pointsize 0.9 title "samples", \
     for [k=1:num_shown_steps] correlators using "distance":(ratio(shown, shown_steps[k])) with linespoints linetype k+1 pointsize 0.9 title sprintf("step %d", shown_steps[k])
unset multiplot
