width = 1400
height = 1050
#---
flow = "data/flow.csv"
number(x) = sprintf("%g", x)
add(list, item) = (strstrt(" " . list . " ", " " . item . " ") > 0 ? list : list . " " . item)
starts = ""
units = ""
block_starts = ""
stats flow using (starts = strcol("learned") eq "all" ? add(starts, number(column("start"))) : starts, units = strcol("learned") eq "all" ? add(units, number(column("hidden"))) : units, 0) nooutput
stats "data/block_spins.csv" using (block_starts = add(block_starts, number(column("start"))), 0) nooutput
of(learned, hidden, start, y) = (strcol("learned") eq learned && number(column("hidden")) eq hidden && number(column("start")) eq start ? y : NaN)
any(learned, start, y) = (strcol("learned") eq learned && number(column("start")) eq start ? y : NaN)
tc = 2.269185314213022
stats flow using "step" name "K" nooutput
hottest = word(starts, words(starts))

set multiplot layout 2,2 margins 0.06,0.985,0.07,0.955 spacing 0.085,0.125
set title "(a) renormalization: majority of 2 × 2 spins"
set xlabel "step"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)" offset 1,0
set xrange [-0.15:*]
set yrange [0.7:*]
set logscale y
set ytics add ("1" 1, "2" 2, "5" 5, "10" 10, "20" 20)
set xtics 1
set key left top title "{/:Italic T}_0" samplen 1.5
plot tc with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:words(block_starts)] "data/block_spins.csv" using "step":(number(column("start")) eq word(block_starts,i) ? column("temperature") : NaN):"temperature_error" with yerrorlines linetype i pointsize 0.9 title (word(block_starts,i) eq "2.26919" ? "{/:Italic T}_c" : word(block_starts,i))
unset logscale y
set ytics autofreq
set xtics autofreq

set title "(b) machines trained at all temperatures 0 ... 6"
set xlabel "step of the flow + 1"
set ylabel "temperature {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set logscale x
set xrange [1:1.2*(K_max+1)]
set yrange [0:6.3]
set key right top title "hidden units" samplen 1.5
plot tc with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [i=1:words(units)] for [j=1:words(starts)] flow using (column("step")+1):(of("all", word(units,i), word(starts,j), column("temperature"))) with lines linetype i title (j == 1 ? word(units,i) : ""), \
     for [i=1:words(units)] flow using (column("step")+1):(of("all", word(units,i), hottest, column("network_mean"))) with points linetype i pointtype 6 pointsize 0.6, \
     NaN with points linetype 7 pointtype 6 pointsize 0.6 title "network, from " . hottest

set title "(c) machines trained at {/:Italic T} = 0, {/:Italic T} ≥ 4, {/:Italic T}_c"
set yrange [0:7.5]
set key at graph 0.97, graph 0.68 title "learned from"
plot tc with lines linetype 7 linewidth 0.8 dashtype 3, \
     for [j=1:words(starts)] flow using (column("step")+1):(any("cold", word(starts,j), column("temperature"))) with lines linetype 1 title (j == 1 ? "{/:Italic T} = 0" : ""), \
     for [j=1:words(starts)] flow using (column("step")+1):(any("hot", word(starts,j), column("temperature"))) with lines linetype 2 title (j == 1 ? "{/:Italic T} ≥ 4" : ""), \
     flow using (column("step")+1):(any("critical", "2.26919", column("temperature"))) with lines linetype 3 title "{/:Italic T}_c", \
     flow using (column("step")+1):(any("critical", hottest, column("temperature"))) with lines linetype 3
unset logscale x

last = word(units, words(units))
set title "(d) network thermometer, " . last . " hidden units, from {/:Italic T} = " . hottest
set xlabel "class {/:Italic T} ({/:Italic J}/{/:Italic k}_B)"
set ylabel "probability"
set xrange [-0.1:6.1]
set yrange [0:*]
set key default noautotitle spacing 1.15 samplen 1.5 right top title "step"
set arrow 1 from tc, graph 0 to tc, graph 1 nohead linetype 7 linewidth 0.8 dashtype 3
plot for [k in "0 1 5 10 26 100"] "data/histogram.csv" using "class":(column("step") == real(k) ? of("all", last, hottest, column("probability")) : NaN) with linespoints pointsize 0.7 title k
unset multiplot
