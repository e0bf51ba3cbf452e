data = "data/entropies.csv"
pick(a, l, y) = (strcol("activation") eq activations[a] && column("layer") == l ? y : NaN)
set multiplot layout 2,3 margins 0.06,0.985,0.075,0.94 spacing 0.075,0.135
set logscale x
set xrange [*:*]
# Above the curves there is room for the keys.
set yrange [floor(least_entropy) - 1:ceil(greatest_entropy) + 2]
set xlabel "weight scale {/:Italic σ}" offset 0,0.4
do for [layer=1:2] {
  do for [a=1:num_activations] {
    set title sprintf("(%s) %s, {/:Italic T}_%d", word("a b c d e f", 3*(layer-1)+a), activations[a], layer)
    set ylabel sprintf("{/:Italic H}({/:Italic T}_%d) / {/:Italic n} (nats per unit)", layer) offset 1,0
    if (layer == 1 && activations[a] ne "hardtanh") { set key left top font ",13" spacing 1.05 } else { unset key }
    unset arrow
    if (layer == 2 && activations[a] eq "hardtanh") {
      do for [j=1:num_jumps] {
        set arrow j from jumps[j], graph 0 to jumps[j], graph 1 nohead dashtype 3 linecolor rgb "#404040"
      }
    }
    plot data using "sigma":(pick(a, layer, column("exact_linear"))) with lines linetype 7 dashtype 2 linewidth 1 title (a == 1 ? "exact, linear" : ""), \
         data using "sigma":(activations[a] eq "relu" ? pick(a, layer, column("exact_linear")/2) : NaN) with lines linetype 7 dashtype 3 linewidth 1 title (activations[a] eq "relu" ? "half the exact linear entropy" : ""), \
         data using "sigma":(pick(a, layer, column("nearest_neighbour"))) with linespoints linetype 2 pointsize 0.6 title (a == 1 ? "nearest neighbours" : ""), \
         data using "sigma":(pick(a, layer, column("mixture_upper"))) with linespoints linetype 3 pointsize 0.6 title (a == 1 ? "mixture, upper" : ""), \
         data using "sigma":(pick(a, layer, column("mixture_lower"))) with linespoints linetype 6 pointsize 0.6 title (a == 1 ? "mixture, lower" : ""), \
         data using "sigma":(pick(a, layer, column("replica"))) with linespoints linetype 1 pointsize 0.8 linewidth 2 title (a == 1 ? "replica" : "")
  }
}
unset multiplot
