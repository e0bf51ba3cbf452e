of(name, y) = (strcol("source") eq name ? y : NaN)
array labels[3] = ["trained machine", "block spins", "random weights"]

set multiplot layout 2,2 margins 0.085,0.975,0.075,0.95 spacing 0.1,0.13
set title "(a) autocorrelation of the patterns"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "{/:Italic A}({/:Italic r})"
set key right top
plot for [i=1:num_sources] "data/autocorrelation.csv" using 1:i+1 with linespoints linetype i pointtype 7 pointsize 0.9 title labels[i]

set title "(b) mean pattern around its peak"
set ylabel "<{/:Italic v h}>"
unset key
plot for [i=1:num_sources] "data/profile.csv" using 1:i+1 with linespoints linetype i pointtype 7 pointsize 0.6

set title "(c) width of the patterns"
set xlabel "fraction of patterns below"
set ylabel "participation ratio (sites)"
set xrange [0:1]
set logscale y
plot for [i=1:num_sources] "data/quantiles.csv" using "fraction":(of(sources[i], column("participation"))) with points linetype i pointtype 7 pointsize 0.7
unset logscale y

set title "(d) share of the pattern within two sites of its peak"
set ylabel "conc_2" offset 1,0
set yrange [0:*]
plot for [i=1:num_sources] "data/quantiles.csv" using "fraction":(of(sources[i], column("concentration"))) with points linetype i pointtype 7 pointsize 0.7
unset multiplot
