# Panel (b) ends a little after the slowest flow has left it.
lowest = 1e-3
highest = 10.0
drawn(y) = ((strcol("scheme") eq "sum" || strcol("scheme") eq "wall") && y > lowest && y < highest)
stats "data/flows.csv" using (drawn(column("coupling")) ? column("step") : 0) nooutput

set multiplot layout 1,3 margins 0.06,0.985,0.12,0.9 spacing 0.085,0.1

set title "(a) one step"
set xlabel "coupling {/:Italic K_n}"
set ylabel "{/:Italic K_{n+1}}"
set xrange [0:greatest_coupling]
set yrange [0:greatest_coupling]
set key right bottom
if (critical < greatest_coupling) {
  set arrow 1 from critical, graph 0 to critical, graph 1 nohead dashtype 3 linecolor rgb "#404040"
  set label 1 "{/:Italic K}_c" at critical, graph 0.05 offset 0.6,0
}
plot x with lines linetype 7 linewidth 0.8, \
     for [i=1:num_curves] "data/maps.csv" using "coupling":(column(curves[i])) with lines linetype i title curve_names[i], \
     "data/fixed_points.csv" using (strcol("scheme") eq "exact" ? NaN : column("fixed_point")):"fixed_point" with points pointtype 7 pointsize 1.2 linecolor rgb "black" title "fixed points"
unset arrow 1
unset label 1

set title "(b) flows from both sides of {/:Italic K}*"
set xlabel "step {/:Italic n}"
set ylabel "{/:Italic K_n}"
set xrange [0:1.4 * STATS_max + 1]
set yrange [lowest:highest]
set logscale y
set format y "10^{%T}"
set key right bottom font ",12" spacing 1.05 samplen 1.5
set arrow 2 from graph 0, first critical to graph 1, first critical nohead dashtype 3 linecolor rgb "#404040"
set label 2 "{/:Italic K}_c" at graph 1.01, first critical
flow(s, r, y) = (strcol("scheme") eq s && column("start_over_critical") == r ? y : NaN)
plot for [i=1:num_starts] "data/flows.csv" using "step":(flow("sum", starts[i], column("coupling"))) with linespoints linetype i pointsize 0.7 title "{/:Italic K}_0 = " . start_names[i] . " {/:Italic K}*", \
     for [i=1:num_starts] "data/flows.csv" using "step":(flow("wall", starts[i], column("coupling"))) with lines linetype i dashtype 2, \
     "data/flows.csv" using "step":(flow("drop", starts[num_starts], column("coupling"))) with lines linetype 7 dashtype 3 title "drop, " . start_names[num_starts] . " {/:Italic K}_c", \
     NaN with lines linetype 7 title "full: sum", \
     NaN with lines linetype 7 dashtype 2 title "dashed: wall"
unset arrow 2
unset label 2
unset logscale y
set format y

set title "(c) fixed points against the exact theory"
set xlabel "{/:Italic K}* / {/:Italic K}_c"
set ylabel "correlation length exponent {/:Italic ν}"
set xrange [*:*]
set yrange [*:*]
set offsets graph 0.15, graph 0.2, graph 0.15, graph 0.1
set arrow 3 from 1, graph 0 to 1, graph 1 nohead dashtype 3 linecolor rgb "#404040"
set arrow 4 from graph 0, first 1 to graph 1, first 1 nohead dashtype 3 linecolor rgb "#404040"
plot "data/fixed_points.csv" using "fixed_point_over_critical":"correlation_length_exponent" with points pointtype 7 pointsize 1.3 linetype 1, \
     "data/fixed_points.csv" using "fixed_point_over_critical":"correlation_length_exponent":(strcol("scheme")) with labels left offset 0.9,0.5
unset multiplot
