dimensions = "data/dimensions.csv"
correlators = "data/correlators.csv"
classes = "data/classes.csv"
last = shown_steps[num_shown_steps]
# The samples have no hidden units and stand at step 0.
flow(r, h, y) = (strcol("source") eq recipes[r] && column("hidden") == hidden_units[h] ? y : NaN)
colour(r, h) = (r - 1)*num_hidden_units + h
name(r, h) = sprintf("%s, %d", recipes[r], hidden_units[h])

set multiplot layout 2,3 margins 0.055,0.985,0.075,0.95 spacing 0.07,0.13
set logscale x
set xrange [0.8:1.3*last]
set xlabel "step of the flow"
set arrow 1 from published, graph 0 to published, graph 1 nohead linetype 7 linewidth 0.8 dashtype 2
set title "(a) spin: fit to the torus, and (dashed) pairs < {/:Italic L}/2"
set ylabel "{/:Italic Δ_m}"
set offsets 0, 0, graph 0.1, graph 0.1
unset key
plot spin_dimension with lines linetype 7 linewidth 0.8 dashtype 3, \
     samples_spin with lines linetype 7, \
     samples_open_spin with lines linetype 7 dashtype 2, \
     for [r=1:num_recipes] for [h=1:num_hidden_units] dimensions using "step":(flow(r, h, column("spin_dimension"))):"spin_dimension_error" with yerrorlines linetype colour(r, h) pointsize 0.8, \
     for [r=1:num_recipes] for [h=1:num_hidden_units] dimensions using "step":(flow(r, h, column("open_spin_dimension"))):"open_spin_dimension_error" with yerrorlines linetype colour(r, h) dashtype 2 pointsize 0.5

set title "(b) energy: the same"
set ylabel "{/:Italic Δ_ε}"
# Room for the key.
set offsets 0, 0, graph 0.12*(3 + num_recipes*num_hidden_units), graph 0.1
set key right top
plot energy_dimension with lines linetype 7 linewidth 0.8 dashtype 3 title "exact", \
     samples_energy with lines linetype 7 title "samples, torus", \
     samples_open_energy with lines linetype 7 dashtype 2 title "samples, pairs < {/:Italic L}/2", \
     for [r=1:num_recipes] for [h=1:num_hidden_units] dimensions using "step":(flow(r, h, column("energy_dimension"))):"energy_dimension_error" with yerrorlines linetype colour(r, h) pointsize 0.8 title name(r, h), \
     for [r=1:num_recipes] for [h=1:num_hidden_units] dimensions using "step":(flow(r, h, column("open_energy_dimension"))):"open_energy_dimension_error" with yerrorlines linetype colour(r, h) dashtype 2 pointsize 0.5 notitle

set title "(c) temperature by the energy"
set ylabel "{/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set offsets 0, 0, graph 0.25, graph 0.1
unset key
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [r=1:num_recipes] for [h=1:num_hidden_units] dimensions using "step":(flow(r, h, column("temperature"))):"temperature_error" with yerrorlines linetype colour(r, h) pointsize 0.8
unset logscale x
unset arrow 1

# By class: the first recipe with the most hidden units.
shown = hidden_units[num_hidden_units]
at(source, hidden, step, y) = (strcol("source") eq source && column("hidden") == hidden && column("step") == step ? y : NaN)
set arrow 1 from critical_temperature, graph 0 to critical_temperature, graph 1 nohead linetype 7 linewidth 0.8 dashtype 3
set xlabel "class {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set offsets 0, 0, 0, 0
set xrange [0:6]
set title sprintf("(d) |m| by class, %s recipe, %d units", recipes[1], shown)
set ylabel "<|{/:Italic m}|>"
set yrange [0:1.05]
set key right top
plot classes using "class":(at("temperature", 0, 0, column("magnetization"))) with lines linetype 7 title "samples of this {/:Italic T}", \
     classes using "class":(at("samples", 0, 0, column("magnetization"))):"magnetization_error" with yerrorlines linetype 1 pointsize 0.6 title "of this class", \
     for [k=1:num_class_steps] classes using "class":(at(recipes[1], shown, class_steps[k], column("magnetization"))):"magnetization_error" with yerrorlines linetype k+1 pointsize 0.6 title sprintf("step %d", class_steps[k])

set title "(e) spin dimension within a class"
set ylabel "{/:Italic Δ_m}"
set xrange [1.5:3.05]
set yrange [-0.02:0.6]
set key left top
plot spin_dimension with lines linetype 7 linewidth 0.8 dashtype 3 title "exact", \
     classes using "class":(at("temperature", 0, 0, column("spin_dimension"))) with lines linetype 7 title "samples of this {/:Italic T}", \
     classes using "class":(at("samples", 0, 0, column("spin_dimension"))):"spin_dimension_error" with yerrorlines linetype 1 pointsize 0.6 title "of this class", \
     for [k=1:num_class_steps] classes using "class":(at(recipes[1], shown, class_steps[k], column("spin_dimension"))):"spin_dimension_error" with yerrorlines linetype k+1 pointsize 0.6 title sprintf("step %d", class_steps[k])

set title "(f) energy dimension within a class"
set ylabel "{/:Italic Δ_ε}"
set yrange [0:3.5]
unset key
plot energy_dimension with lines linetype 7 linewidth 0.8 dashtype 3, \
     classes using "class":(at("temperature", 0, 0, column("energy_dimension"))) with lines linetype 7, \
     classes using "class":(at("samples", 0, 0, column("energy_dimension"))):"energy_dimension_error" with yerrorlines linetype 1 pointsize 0.6, \
     for [k=1:num_class_steps] classes using "class":(at(recipes[1], shown, class_steps[k], column("energy_dimension"))):"energy_dimension_error" with yerrorlines linetype k+1 pointsize 0.6
unset multiplot
