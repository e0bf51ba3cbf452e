width = 1300
height = 950
#---
set multiplot layout 2,2 margins 0.075,0.985,0.075,0.95 spacing 0.1,0.13
of(name, y) = (strcol("source") eq name ? y : NaN)

set title "(a) autocorrelation of the patterns"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "{/:Italic A}({/:Italic r})"
set key right top
plot for [i=2:4] "data/autocorrelation.csv" using 1:i with linespoints linetype i-1 pointtype 7 pointsize 0.9 title (i == 2 ? "trained machine" : i == 3 ? "block spins" : "random weights")

set title "(b) mean pattern around its peak"
set ylabel "<{/:Italic v h}>"
unset key
plot for [i=2:4] "data/profile.csv" using 1:i with linespoints linetype i-1 pointtype 7 pointsize 0.6

set title "(c) width of the patterns"
set xlabel "fraction of patterns below"
set ylabel "participation ratio (sites)"
set xrange [0:1]
set logscale y
set yrange [10:*]
plot "data/quantiles.csv" using "fraction":(of("machine", column("participation"))) with points linetype 1 pointtype 7 pointsize 0.7, \
     "data/quantiles.csv" using "fraction":(of("block spins", column("participation"))) with points linetype 2 pointtype 7 pointsize 0.7, \
     "data/quantiles.csv" using "fraction":(of("random weights", column("participation"))) with points linetype 3 pointtype 7 pointsize 0.7
unset logscale y

set title "(d) share of the pattern within two sites of its peak"
set ylabel "conc_2" offset 1,0
set yrange [0:0.8]
plot "data/quantiles.csv" using "fraction":(of("machine", column("concentration"))) with points linetype 1 pointtype 7 pointsize 0.7, \
     "data/quantiles.csv" using "fraction":(of("block spins", column("concentration"))) with points linetype 2 pointtype 7 pointsize 0.7, \
     "data/quantiles.csv" using "fraction":(of("random weights", column("concentration"))) with points linetype 3 pointtype 7 pointsize 0.7
unset multiplot
