width = 1500
height = 560
#---
critical = 0.5 * asinh(1)
schemes = "drop sum wall optimal"
labels = "drop sum wall=mk(2) optimal"
# Which starts and blockings there are.
chosen = ""
stats "data/flows.csv" using (strcol("scheme") eq "sum" && column("step") == 0 ? (chosen = chosen . sprintf(" %.17g", column("start_over_critical")), 1) : NaN) nooutput
others = ""
stats "data/fixed_points.csv" using (strcol("scheme")[1:2] eq "mk" && strcol("scheme") ne "mk2" ? (others = others . " " . strcol("scheme"), 1) : NaN) nooutput
last = real(word(chosen, words(chosen)))
set multiplot layout 1,3 margins 0.05,0.985,0.12,0.92 spacing 0.085,0.1

set title "(a) one step"
set xlabel "coupling {/:Italic K}"
set ylabel "{/:Italic K}′" offset 1,0
set xrange [0:1]
set yrange [0:1]
set key right bottom
set arrow 1 from critical, graph 0 to critical, graph 1 nohead dashtype 3 linecolor rgb "#404040"
set label 1 "{/:Italic K}_c" at critical, graph 0.96 offset -2.4,0
plot x with lines linetype 7 linewidth 0.8, \
     for [i=1:4] "data/maps.csv" using "coupling":word(schemes,i) with lines linetype i title word(labels,i), \
     for [i=1:words(others)] "data/maps.csv" using "coupling":word(others,i) with lines linetype 4+i title "mk(".word(others,i)[3:].")", \
     "data/fixed_points.csv" using (strcol("scheme") eq "exact" ? NaN : column("fixed_point")):"fixed_point" with points pointtype 7 pointsize 1.2 linecolor rgb "black" title "fixed points"
unset arrow 1
unset label 1

set title "(b) flows from both sides of {/:Italic K}*"
set xlabel "step {/:Italic n}"
set ylabel "{/:Italic K_n}"
set xrange [0:27]
set yrange [1e-3:10]
set logscale y
set format y "10^{%T}"
set key right bottom font ",12" spacing 1.05 samplen 1.5
set arrow 2 from graph 0, first critical to graph 1, first critical nohead dashtype 3 linecolor rgb "#404040"
set label 2 "{/:Italic K}_c" at graph 1.01, first critical
flow(s, r, y) = (strcol("scheme") eq s && column("start_over_critical") == r ? y : NaN)
plot for [i=1:words(chosen)] "data/flows.csv" using "step":(flow("sum", real(word(chosen,i)), column("coupling"))) with linespoints linetype i pointsize 0.7 title sprintf("{/:Italic K}_0 = %g {/:Italic K}*", real(word(chosen,i))), \
     for [i=1:words(chosen)] "data/flows.csv" using "step":(flow("wall", real(word(chosen,i)), column("coupling"))) with lines linetype i dashtype 2, \
     "data/flows.csv" using "step":(flow("drop", last, column("coupling"))) with lines linetype 7 dashtype 3 title sprintf("drop, %g {/:Italic K}_c", last), \
     NaN with lines linetype 7 title "full: sum", \
     NaN with lines linetype 7 dashtype 2 title "dashed: wall"
unset arrow 2
unset label 2
unset logscale y
set format y "%g"

set key font ",15" spacing 1.15 samplen 2.2
set title "(c) fixed points against the exact theory"
set xlabel "{/:Italic K}* / {/:Italic K}_c"
set ylabel "correlation length exponent {/:Italic ν}"
set xrange [0.2:1.35]
set yrange [0.5:1.6]
set key right top
set arrow 3 from 1, graph 0 to 1, graph 1 nohead dashtype 3 linecolor rgb "#404040"
set arrow 4 from graph 0, first 1 to graph 1, first 1 nohead dashtype 3 linecolor rgb "#404040"
plot "data/fixed_points.csv" using "fixed_point_over_critical":"correlation_length_exponent" with points pointtype 7 pointsize 1.3 linetype 1, \
     "data/fixed_points.csv" using "fixed_point_over_critical":"correlation_length_exponent":(strcol("scheme")) with labels left offset 0.9,0.5
unset multiplot
