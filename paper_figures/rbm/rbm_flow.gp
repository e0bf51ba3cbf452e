flow = "data/flow.csv"
of(learned, hidden, start, y) = (strcol("learned") eq learned && column("hidden") == hidden && column("start") == start ? y : NaN)
any(learned, start, y) = (strcol("learned") eq learned && column("start") == start ? y : NaN)
stats flow using "step" name "K" nooutput

set multiplot layout 2,2 margins 0.065,0.98,0.07,0.955 spacing 0.085,0.125
set title "(a) renormalization: majority of 2 × 2 spins"
set xlabel "step"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)" offset 1,0
set xrange [-0.15:*]
set logscale y
set ytics add ("1" 1, "2" 2, "5" 5, "10" 10, "20" 20)
set xtics 1
set key left top title "{/:Italic T}_0" samplen 1.5
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:num_block_starts] "data/block_spins.csv" using "step":(column("start") == block_starts[i] ? column("temperature") : NaN):"temperature_error" with yerrorlines linetype i pointsize 0.9 title (block_starts[i] == critical_temperature ? "{/:Italic T}_c" : block_start_names[i])
unset logscale y
set ytics autofreq
set xtics autofreq

set title "(b) machines trained at all temperatures 0 ... 6"
set xlabel "step of the flow + 1"
set logscale x
set xrange [1:1.2*(K_max+1)]
set yrange [0:*]
set key right top title "hidden units" samplen 1.5
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:num_hidden_units] for [j=1:num_starts] flow using (column("step")+1):(of("all", hidden_units[i], starts[j], column("temperature"))) with lines linetype i title (j == 1 ? sprintf("%d", hidden_units[i]) : ""), \
     for [i=1:num_hidden_units] flow using (column("step")+1):(of("all", hidden_units[i], hottest, column("network_mean"))) with points linetype i pointtype 6 pointsize 0.6, \
     NaN with points linetype 7 pointtype 6 pointsize 0.6 title "network, from " . hottest_name

set title "(c) machines trained at {/:Italic T} = 0, {/:Italic T} ≥ 4, {/:Italic T}_c"
set key at graph 0.97, graph 0.68 title "learned from"
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [j=1:num_starts] flow using (column("step")+1):(any("cold", starts[j], column("temperature"))) with lines linetype 1 title (j == 1 ? "{/:Italic T} = 0" : ""), \
     for [j=1:num_starts] flow using (column("step")+1):(any("hot", starts[j], column("temperature"))) with lines linetype 2 title (j == 1 ? "{/:Italic T} ≥ 4" : ""), \
     flow using (column("step")+1):(any("critical", critical_temperature, column("temperature"))) with lines linetype 3 title "{/:Italic T}_c", \
     flow using (column("step")+1):(any("critical", hottest, column("temperature"))) with lines linetype 3
unset logscale x

most = hidden_units[num_hidden_units]
set title sprintf("(d) network thermometer, %d hidden units, from {/:Italic T} = ", most) . hottest_name
set xlabel "class {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set ylabel "probability"
set xrange [*:*]
set autoscale xfix
set offsets graph 0.02, graph 0.02, 0, 0
set key default noautotitle spacing 1.15 samplen 1.5 right top title "step"
set arrow 1 from critical_temperature, graph 0 to critical_temperature, graph 1 nohead linetype 7 linewidth 0.8 dashtype 3
plot for [i=1:num_histogram_steps] "data/histogram.csv" using "class":(column("step") == histogram_steps[i] ? of("all", most, hottest, column("probability")) : NaN) with linespoints linetype i pointsize 0.7 title sprintf("%d", histogram_steps[i])
unset multiplot
