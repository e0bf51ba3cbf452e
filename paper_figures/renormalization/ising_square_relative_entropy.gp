flow = "data/relative_entropy.csv"
pick(k, y) = (strcol("scheme") eq "sum" && column("coupling") == k ? y : NaN)

set multiplot layout 2,3 margins 0.06,0.985,0.075,0.94 spacing 0.08,0.125
set xlabel "step {/:Italic n}" offset 0,0.4
set xrange [0:*]

set title "(a) forward, scheme sum"
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)" offset 1,0
set yrange [0:1.15 * ln2]
set arrow 1 from graph 0, first ln2 to graph 1, first ln2 nohead dashtype 3 linecolor rgb "#404040"
set label 1 "ln 2" at graph 0.02, first ln2 offset 0,0.6
plot for [i=1:num_starts] flow using "step":(pick(starts[i], column("relative_entropy_forward"))) with linespoints linetype i pointsize 0.8, \
     for [i=1:num_starts] flow using "step":(pick(starts[i], column("forward_asymptote"))) with lines linetype i dashtype 2 linewidth 1
unset arrow 1
unset label 1

set title "(b) reverse, scheme sum"
set ylabel "{/:Italic D}({/:Italic p_n} || {/:Italic p}_0) (nats per site)"
set yrange [0:*]
set offsets 0, 0, graph 1.1, 0
set key left top
plot for [i=1:num_starts] flow using "step":(pick(starts[i], column("relative_entropy_reverse"))) with linespoints linetype i pointsize 0.8 title "{/:Italic K}_0 = " . start_names[i], \
     for [i=1:num_starts] flow using "step":(pick(starts[i], column("reverse_asymptote"))) with lines linetype i dashtype 2 linewidth 1

set title "(c) plateau against the starting coupling"
set xlabel "{/:Italic K}_0"
set ylabel "{/:Italic D}_∞ (nats per site)"
set xrange [0:greatest_coupling]
set offsets 0, 0, graph 0.25, 0
set key left top opaque
set arrow 1 from critical, graph 0 to critical, graph 1 nohead back dashtype 3 linecolor rgb "#404040"
set label 1 "{/:Italic K}_c" at critical, graph 0.6 offset 0.5,0
plot "data/plateau.csv" using "coupling":"forward_disordered" with lines linetype 1 title "forward, flow to disorder", \
     "data/plateau.csv" using "coupling":"reverse_disordered" with lines linetype 2 title "reverse, flow to disorder", \
     "data/plateau.csv" using "coupling":"reverse_ordered" with lines linetype 3 title "reverse, flow to order"
unset arrow 1
unset label 1

unset offsets
set title "(d) slope of the plateau near {/:Italic K}_c"
set xlabel "|{/:Italic K}_0 - {/:Italic K}_c|"
set ylabel "d{/:Italic D}_∞ / d{/:Italic K}_0 (nats per site)"
set logscale x
set format x "10^{%T}"
set xrange [0.1 * smallest_distance:1]
set yrange [0:*]
set key right top noopaque
plot "data/slope.csv" using "distance":"slope_below" with points linetype 1 pointsize 0.8 title "below {/:Italic K}_c", \
     "data/slope.csv" using "distance":"slope_above" with points linetype 2 pointsize 0.8 title "above {/:Italic K}_c", \
     "data/slope.csv" using "distance":"logarithm" with lines linetype 7 dashtype 2 linewidth 1 title "-(8{/:Italic K}_c/π) ln |·| + const"
unset logscale x
set format x

set title "(e) what truncation costs at one step"
set xlabel "{/:Italic K}"
set ylabel "relative entropy (nats per kept spin)"
set xrange [0:greatest_coupling]
set yrange [0.05 * last_optimal_cost:1]
set logscale y
set format y "10^{%T}"
set key at graph 0.66, graph 0.39 right top opaque
set arrow 1 from critical, graph 0 to critical, graph 1 nohead back dashtype 3 linecolor rgb "#404040"
plot for [i=1:num_schemes] "data/truncation.csv" using "coupling":(column(schemes[i])) with lines linetype i title schemes[i], \
     for [i=1:num_schemes] "data/truncation_torus.csv" using "coupling":(column(schemes[i])) with points linetype i pointtype 6 pointsize 0.8, \
     NaN with points pointtype 6 linecolor rgb "black" title "6 × 6 torus"
unset arrow 1
unset logscale y
set format y

set title "(f) forward, scheme sum, around {/:Italic K}*"
set xlabel "{/:Italic K}_0"
set ylabel "{/:Italic D}({/:Italic p}_0 || {/:Italic p_n}) (nats per site)"
set xrange [*:*] noextend
set yrange [0:1.3 * ln2]
set key default
set key noautotitle inside left top spacing 1.15 samplen 2.2
set arrow 1 from fixed_point, graph 0 to fixed_point, graph 1 nohead back dashtype 3 linecolor rgb "#404040"
set label 1 "{/:Italic K}*" at fixed_point, graph 0.95 offset 0.5,0
plot for [i=1:num_steps_around] "data/around_fixed_point.csv" using "coupling":(column("step") == steps_around[i] ? column("relative_entropy_forward") : NaN) with lines linetype i title sprintf("{/:Italic n} = %d", steps_around[i])
unset multiplot
