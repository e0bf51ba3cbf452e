width = 1500
height = 900
#---
data = "data/entropies.csv"
pick(a, l, y) = (strcol("activation") eq a && column("layer") == l ? y : NaN)
names = "linear hardtanh relu"
first_jump = 1
second_jump = 1
stats "data/jump_positions.csv" using (first_jump = (column("jump") == 1 ? column("sigma") : first_jump), second_jump = (column("jump") == 2 ? column("sigma") : second_jump), 0) nooutput
set multiplot layout 2,3 margins 0.06,0.985,0.075,0.955 spacing 0.075,0.125
set logscale x
set xrange [0.1:10]
set yrange [-6:9]
set xlabel "weight scale {/:Italic σ}" offset 0,0.4
do for [layer=1:2] {
  do for [a=1:3] {
    name = word(names, a)
    set title sprintf("(%s) %s, {/:Italic T}_%d", word("a b c d e f", 3*(layer-1)+a), name, layer)
    set ylabel sprintf("{/:Italic H}({/:Italic T}_%d) / {/:Italic n} (nats per unit)", layer) offset 1,0
    if (layer == 1 && a != 2) { set key left top font ",13" spacing 1.05 } else { unset key }
    unset arrow
    if (a == 2 && layer == 2) {
      set arrow 1 from first_jump, graph 0 to first_jump, graph 1 nohead dashtype 3 linecolor rgb "#404040"
      set arrow 2 from second_jump, graph 0 to second_jump, graph 1 nohead dashtype 3 linecolor rgb "#404040"
    }
    plot data using "sigma":(pick(name, layer, column("exact_linear"))) with lines linetype 7 dashtype 2 linewidth 1 title (a == 1 ? "exact, linear" : ""), \
         data using "sigma":(a == 3 ? pick(name, layer, column("exact_linear")/2) : NaN) with lines linetype 7 dashtype 3 linewidth 1 title (a == 3 ? "half the exact linear entropy" : ""), \
         data using "sigma":(pick(name, layer, column("nearest_neighbour"))) with linespoints linetype 2 pointsize 0.6 title (a == 1 ? "nearest neighbours" : ""), \
         data using "sigma":(pick(name, layer, column("mixture_upper"))) with linespoints linetype 3 pointsize 0.6 title (a == 1 ? "mixture, upper" : ""), \
         data using "sigma":(pick(name, layer, column("mixture_lower"))) with linespoints linetype 6 pointsize 0.6 title (a == 1 ? "mixture, lower" : ""), \
         data using "sigma":(pick(name, layer, column("replica"))) with linespoints linetype 1 pointsize 0.8 linewidth 2 title (a == 1 ? "replica" : "")
  }
}
unset multiplot
