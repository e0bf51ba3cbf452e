flow = "data/flow.csv"
of(recipe, learned, hidden, start, y) = (strcol("recipe") eq recipe && strcol("learned") eq learned && column("hidden") == hidden && column("start") == start ? y : NaN)
any(recipe, learned, start, y) = (strcol("recipe") eq recipe && strcol("learned") eq learned && column("start") == start ? y : NaN)
stats flow using "step" name "K" nooutput

set multiplot layout 2,3 margins 0.05,0.985,0.075,0.955 spacing 0.06,0.125
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

# The longest flow of the authors' programs.
set arrow 1 from published + 1, graph 0 to published + 1, graph 1 nohead linetype 7 linewidth 0.8 dashtype 2
set xlabel "step of the flow + 1"
set logscale x
set xrange [1:1.2*(K_max+1)]
set yrange [0:7]
set key right top title "hidden units" samplen 1.5
set title "(b) authors' recipe, trained at all {/:Italic T}"
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:num_authors_hidden] for [j=1:num_starts] flow using (column("step")+1):(of("authors", "all", authors_hidden[i], starts[j], column("temperature"))) with lines linetype i title (j == 1 ? sprintf("%d", authors_hidden[i]) : ""), \
     for [i=1:num_authors_hidden] for [j=1:num_starts] flow using (column("step")+1):(of("authors", "all", authors_hidden[i], starts[j], column("network_mean"))) with points linetype i pointtype 6 pointsize 0.5, \
     NaN with points linetype 7 pointtype 6 pointsize 0.6 title "network"

set title "(c) authors' recipe, trained at {/:Italic T}_c"
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:num_authors_hidden] flow using (column("step")+1):(of("authors", "critical", authors_hidden[i], coldest, column("temperature"))) with lines linetype i title sprintf("%d", authors_hidden[i]), \
     for [i=1:num_authors_hidden] flow using (column("step")+1):(of("authors", "critical", authors_hidden[i], critical_temperature, column("temperature"))) with lines linetype i, \
     for [i=1:num_authors_hidden] flow using (column("step")+1):(of("authors", "critical", authors_hidden[i], hottest, column("temperature"))) with lines linetype i, \
     for [i=1:num_authors_hidden] flow using (column("step")+1):(of("authors", "critical", authors_hidden[i], hottest, column("network_mean"))) with points linetype i pointtype 6 pointsize 0.5, \
     NaN with points linetype 7 pointtype 6 pointsize 0.6 title "network"

set title "(d) local recipe, trained at all {/:Italic T}"
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:num_hidden_units] for [j=1:num_starts] flow using (column("step")+1):(of("local", "all", hidden_units[i], starts[j], column("temperature"))) with lines linetype i title (j == 1 ? sprintf("%d", hidden_units[i]) : ""), \
     for [i=1:num_hidden_units] flow using (column("step")+1):(of("local", "all", hidden_units[i], hottest, column("network_mean"))) with points linetype i pointtype 6 pointsize 0.5, \
     NaN with points linetype 7 pointtype 6 pointsize 0.6 title "network"

set title "(e) local recipe, trained at {/:Italic T} = 0, {/:Italic T} ≥ 4, {/:Italic T}_c"
set key at graph 0.97, graph 0.68 title "learned from"
plot critical_temperature with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [j=1:num_starts] flow using (column("step")+1):(any("local", "cold", starts[j], column("temperature"))) with lines linetype 1 title (j == 1 ? "{/:Italic T} = 0" : ""), \
     for [j=1:num_starts] flow using (column("step")+1):(any("local", "hot", starts[j], column("temperature"))) with lines linetype 2 title (j == 1 ? "{/:Italic T} ≥ 4" : ""), \
     flow using (column("step")+1):(any("local", "critical", critical_temperature, column("temperature"))) with lines linetype 3 title "{/:Italic T}_c", \
     flow using (column("step")+1):(any("local", "critical", hottest, column("temperature"))) with lines linetype 3
unset logscale x
unset arrow 1

shown = recipes[1]
most = shown eq "authors" ? authors_hidden[num_authors_hidden] : hidden_units[num_hidden_units]
set title sprintf("(f) classes: %s, %d units, from {/:Italic T} = ", shown, most) . hottest_name
set xlabel "class {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set ylabel "share of the configurations"
set xrange [*:*]
set yrange [0:*]
set autoscale xfix
set offsets graph 0.02, graph 0.02, 0, 0
set key default noautotitle spacing 1.15 samplen 1.5 right top title "step"
set arrow 1 from critical_temperature, graph 0 to critical_temperature, graph 1 nohead linetype 7 linewidth 0.8 dashtype 3
plot for [i=1:num_histogram_steps] "data/histogram.csv" using "class":(column("step") == histogram_steps[i] ? of(shown, "all", most, hottest, column("share")) : NaN) with linespoints linetype i pointsize 0.5 title sprintf("%d", histogram_steps[i])
unset multiplot
