points = "data/thermodynamics.csv"
exact = "data/exact.csv"
pairs = "data/correlators.csv"
pick(i, y) = (strcol("sampler") eq samplers[i] ? y : NaN)
stats exact using "temperature" name "T" nooutput
stats exact using "torus_heat_capacity" name "C" nooutput
stats pairs using "distance" name "R" nooutput
# Samplers stand side by side.
shift(i) = 0.005 * (T_max - T_min) * (i - 0.5 * (num_samplers + 1))

set multiplot layout 2,3 margins 0.065,0.985,0.08,0.94 spacing 0.08,0.135
set xlabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)" offset 0,0.4
set xrange [T_min - 0.04*(T_max - T_min):T_max + 0.04*(T_max - T_min)]

set title "(a) energy"
set ylabel "{/:Italic u} ({/:Italic J} per site)" offset 1,0
set key right bottom
plot exact using "temperature":"infinite_energy" with lines linetype 7 dashtype 2 linewidth 1 title "infinite lattice", \
     exact using "temperature":"torus_energy" with lines linetype 8 title "torus, exact", \
     for [i=1:num_samplers] points using (column("temperature") + shift(i)):(pick(i, column("energy"))) with points linetype i pointsize 0.9 title samplers[i]

set title "(b) heat capacity"
set ylabel "{/:Italic C} ({/:Italic k}_B per site)"
# The infinite lattice's diverges.
set yrange [0:1.3*C_max]
unset key
plot exact using "temperature":"infinite_heat_capacity" with lines linetype 7 dashtype 2 linewidth 1, \
     exact using "temperature":"torus_heat_capacity" with lines linetype 8, \
     for [i=1:num_samplers] points using (column("temperature") + shift(i)):(pick(i, column("heat_capacity"))):"heat_capacity_error" with yerrorbars linetype i pointsize 0.9

set title "(c) magnetization"
set ylabel "<|{/:Italic m}|> per site"
set yrange [0:1.05]
plot exact using "temperature":"infinite_magnetization" with lines linetype 7 dashtype 2 linewidth 1, \
     for [i=1:num_samplers] points using (column("temperature") + shift(i)):(pick(i, column("magnetization"))):"magnetization_error" with yerrorbars linetype i pointsize 0.9

set title "(d) deviation from the exact torus"
set ylabel "deviation (errors)"
set yrange [*<-1.2*most_errors:1.9*most_errors<*]
set key right top
plot 0 with lines linetype 7 linewidth 1 notitle, \
     most_errors with lines linetype 7 linewidth 1 dashtype 3 notitle, \
     -most_errors with lines linetype 7 linewidth 1 dashtype 3 notitle, \
     for [i=1:num_samplers] points using (column("temperature") + shift(i)):(pick(i, column("energy_deviation"))) with points linetype i pointtype 7 pointsize 0.8 notitle, \
     for [i=1:num_samplers] points using (column("temperature") + shift(i)):(pick(i, column("heat_capacity_deviation"))) with points linetype i pointtype 6 pointsize 0.8 notitle, \
     NaN with points pointtype 7 linecolor rgb "black" title "energy", \
     NaN with points pointtype 6 linecolor rgb "black" title "heat capacity"

set title "(e) critical correlators and field theory"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "correlator"
set logscale xy
set format y "10^{%T}"
set xrange [0.9:R_max * 1.12]
set xtics (1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64, 128)
set yrange [*:1]
set key at graph 0.99, graph 0.86 right top
plot pairs using "distance":"torus_spin_correlator" with lines linetype 8 title "scaling limit, spin", \
     pairs using "distance":"spin_correlator":"spin_correlator_error" with yerrorbars linetype 2 pointsize 0.9 title "samples, spin", \
     pairs using "distance":(energy_amplitude * column("torus_energy_shape")) with lines linetype 8 dashtype 2 title "scaling limit, energy", \
     pairs using "distance":"energy_correlator":"energy_correlator_error" with yerrorbars linetype 3 pointsize 0.9 title "samples, energy"
unset logscale y
set format y

set title "(f) spin correlator over its scaling limit"
set ylabel "deviation (%)"
unset key
most = 100 * most_correlator_deviation
set yrange [*<-1.5*most:1.5*most<*]
plot 0 with lines linetype 7 linewidth 1, \
     most with lines linetype 7 linewidth 1 dashtype 3, \
     -most with lines linetype 7 linewidth 1 dashtype 3, \
     pairs using "distance":(100 * column("spin_deviation")):(100 * column("spin_deviation_error")) with yerrorbars linetype 2 pointsize 0.9
unset multiplot
