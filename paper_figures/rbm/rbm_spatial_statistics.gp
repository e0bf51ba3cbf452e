of(name, y) = (strcol("source") eq name ? y : NaN)

set multiplot
set lmargin at screen 0.06
set rmargin at screen 0.32
set bmargin at screen 0.575
set tmargin at screen 0.95
set title "(a) autocorrelation of the patterns"
set xlabel "distance {/:Italic r} (sites)"
set ylabel "{/:Italic A}({/:Italic r})"
set key right top
plot 0 with lines linewidth 1 dashtype 3 linecolor rgb "#404040" notitle, \
     for [i=1:num_sources] "data/autocorrelation.csv" using "r":(of(sources[i], column("value"))) with linespoints linetype i pointtype 7 pointsize 0.9 title labels[i]

set lmargin at screen 0.385
set rmargin at screen 0.645
set title "(b) mean pattern around its peak"
set ylabel "<{/:Italic v h}>"
unset key
plot 0 with lines linewidth 1 dashtype 3 linecolor rgb "#404040" notitle, \
     for [i=1:num_sources] "data/profile.csv" using "r":(of(sources[i], column("value"))) with linespoints linetype i pointtype 7 pointsize 0.6

set lmargin at screen 0.06
set rmargin at screen 0.32
set bmargin at screen 0.075
set tmargin at screen 0.45
set title "(c) width of the patterns"
set xlabel "fraction of patterns below"
set ylabel "participation ratio (sites)"
set xrange [0:1]
set logscale y
plot for [i=1:num_sources] "data/quantiles.csv" using "fraction":(of(sources[i], column("participation"))) with points linetype i pointtype 7 pointsize 0.7
unset logscale y

set lmargin at screen 0.385
set rmargin at screen 0.645
set title "(d) share of the pattern within two sites of its peak"
set ylabel "conc_2" offset 1,0
set yrange [0:*]
plot for [i=1:num_sources] "data/quantiles.csv" using "fraction":(of(sources[i], column("concentration"))) with points linetype i pointtype 7 pointsize 0.7

set lmargin at screen 0.805
set rmargin at screen 0.985
set bmargin at screen 0.075
set tmargin at screen 0.95
stats "data/study.csv" using "weight_participation_least" nooutput
narrowest = STATS_min
stats "data/study.csv" using "weight_participation_greatest" nooutput
set title "(e) one ingredient changed"
set xlabel "participation ratio of {/:Italic W} (sites)"
unset ylabel
set autoscale x
set logscale x
set xrange [0.7*narrowest:1.4*STATS_max]
set xtics add (20, 50)
set yrange [study_rows-0.3:-0.7]
set ytics scale 0
set key left bottom reverse Left samplen 1
name(r, c) = c eq "as it is" ? (r eq "authors" ? "{/:Bold authors’ recipe}" : "{/:Bold local recipe}") : c
colour(r, one) = r eq "none" ? 8 : one == 1 ? 1 : 2
plot "data/study.csv" using "weight_participation":0:"weight_participation_least":"weight_participation_greatest":(colour(strcol("recipe"), column("one_chain"))):ytic(name(strcol("recipe"), strcol("change"))) with xerrorbars linecolor variable pointtype 7 pointsize 1.1 linewidth 2 notitle, \
     NaN with points linetype 1 pointtype 7 title "one persistent chain", \
     NaN with points linetype 2 pointtype 7 title "other chains"
unset multiplot
