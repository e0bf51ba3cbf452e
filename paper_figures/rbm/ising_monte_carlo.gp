width = 1500
height = 900
#---
points = "data/thermodynamics.csv"
exact = "data/exact.csv"
pairs = "data/correlators.csv"
samplers = "metropolis multispin wolff swendsen-wang"
critical = 2 / log(1 + sqrt(2))
pick(name, y) = (strcol("sampler") eq name ? y : NaN)
shift(i) = 0.012 * (i - 2.5)

set multiplot layout 2,3 margins 0.06,0.985,0.075,0.955 spacing 0.08,0.125
set xlabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)" offset 0,0.4
stats exact using "temperature" nooutput
set xrange [STATS_min - 0.1:STATS_max + 0.1]

set title "(a) energy"
set ylabel "{/:Italic u} ({/:Italic J} per site)" offset 1,0
set key right bottom
plot exact using "temperature":"infinite_energy" with lines linetype 7 dashtype 2 linewidth 1 title "infinite lattice", \
     exact using "temperature":"torus_energy" with lines linetype 8 title "torus, exact", \
     for [i=1:4] points using (column("temperature") + shift(i)):(pick(word(samplers,i), column("energy"))) with points linetype i pointsize 0.9 title word(samplers,i)

set title "(b) heat capacity"
set ylabel "{/:Italic C} ({/:Italic k}_B per site)"
set yrange [0:*]
unset key
plot exact using "temperature":(column("infinite_heat_capacity") < 3 ? column("infinite_heat_capacity") : NaN) with lines linetype 7 dashtype 2 linewidth 1, \
     exact using "temperature":"torus_heat_capacity" with lines linetype 8, \
     for [i=1:4] points using (column("temperature") + shift(i)):(pick(word(samplers,i), column("heat_capacity"))):"heat_capacity_error" with yerrorbars linetype i pointsize 0.9
set yrange [*:*]

set title "(c) magnetization"
set ylabel "<|{/:Italic m}|> per site"
set yrange [0:1.05]
plot exact using "temperature":"infinite_magnetization" with lines linetype 7 dashtype 2 linewidth 1, \
     for [i=1:4] points using (column("temperature") + shift(i)):(pick(word(samplers,i), column("magnetization"))):"magnetization_error" with yerrorbars linetype i pointsize 0.9

set title "(d) deviation from the exact torus"
set ylabel "deviation (errors)"
set yrange [-7:11]
set ytics -6,2,6
set key right top
set arrow 1 from graph 0, first 6 to graph 1, first 6 nohead dashtype 3 linecolor rgb "#404040"
set arrow 2 from graph 0, first -6 to graph 1, first -6 nohead dashtype 3 linecolor rgb "#404040"
plot 0 with lines linetype 7 linewidth 1 notitle, \
     for [i=1:4] points using (column("temperature") + shift(i)):(pick(word(samplers,i), column("energy_deviation"))) with points linetype i pointtype 7 pointsize 0.8 notitle, \
     for [i=1:4] points using (column("temperature") + shift(i)):(pick(word(samplers,i), column("heat_capacity_deviation"))) with points linetype i pointtype 6 pointsize 0.8 notitle, \
     NaN with points pointtype 7 linecolor rgb "black" title "energy", \
     NaN with points pointtype 6 linecolor rgb "black" title "heat capacity"
unset arrow 1
unset arrow 2
set ytics autofreq
set yrange [*:*]
stats pairs using "distance" nooutput

set title "(e) critical correlators and field theory"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "correlator"
set logscale xy
set format y "10^{%T}"
set xrange [0.9:STATS_max * 1.12]
set xtics (1, 2, 3, 4, 5, 6, 8, 12, 16, 32)
set yrange [*:1]
set key at graph 0.99, graph 0.86 right top
plot pairs using "distance":"torus_spin_correlator" with lines linetype 8 title "scaling limit, spin", \
     pairs using "distance":"spin_correlator":"spin_correlator_error" with yerrorbars linetype 2 pointsize 0.9 title "samples, spin", \
     pairs using "distance":(column("torus_energy_shape") / pi**2) with lines linetype 8 dashtype 2 title "scaling limit, energy", \
     pairs using "distance":"energy_correlator":"energy_correlator_error" with yerrorbars linetype 3 pointsize 0.9 title "samples, energy"
unset logscale y
set format y "%g"

set title "(f) spin correlator over its scaling limit"
set ylabel "deviation (%)"
set yrange [-1.5:1.5]
unset key
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead dashtype 3 linecolor rgb "#404040"
set arrow 2 from graph 0, first -1 to graph 1, first -1 nohead dashtype 3 linecolor rgb "#404040"
plot 0 with lines linetype 7 linewidth 1, \
     pairs using "distance":(100 * column("spin_deviation")):(100 * column("spin_deviation_error")) with yerrorbars linetype 2 pointsize 0.9
unset multiplot
