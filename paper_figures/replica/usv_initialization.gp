layers_table = "data/layers.csv"
losses = "data/losses.csv"
is(v, r) = (column("weight_variance") == v && column("replicate") == r)
# Epoch 0 has its place on a logarithmic axis at 1/2.
at(e) = (e == 0 ? 0.5 : e)
set multiplot layout 2,num_variances margins 0.065,0.985,0.075,0.95 spacing 0.055,0.13
set logscale x
set xrange [0.45:last_epoch * 1.2]
set xtics ("0" 0.5, "1" 1, "3" 3, "10" 10, "30" 30, "100" 100, "300" 300)
set xlabel "epoch" offset 0,0.4
set key samplen 2
do for [v=1:num_variances] {
  set title sprintf("change of information, {/:Italic σ}@_w^2 = %s", variance_names[v])
  if (v == 1) { set ylabel "change of {/:Italic I}({/:Italic X}; {/:Italic T}_{/:Italic l}) (nats per code)" offset 1,0 } else { unset ylabel }
  if (v == 1) { set key left top } else { unset key }
  plot for [l=1:layers] for [r=1:replicates] layers_table using (at(column("epoch"))):(is(variances[v], r) && column("layer") == l ? column("information_change") : NaN) with linespoints linetype l pointtype 7 pointsize 0.7 title (r == 1 ? sprintf("layer %d", l) : ""), \
       0 with lines linetype 7 dashtype 2 notitle
}
set yrange [*:1.02]
do for [v=1:num_variances] {
  set title sprintf("accuracy, {/:Italic σ}@_w^2 = %s", variance_names[v])
  if (v == 1) { set ylabel "fraction of samples" } else { unset ylabel }
  if (v == 1) { set key right bottom } else { unset key }
  plot for [r=1:replicates] losses using (at(column("epoch"))):(is(variances[v], r) ? column("train_accuracy") : NaN) with linespoints linetype 1 pointtype 6 pointsize 1.2 title (r == 1 ? "learnt samples" : ""), \
       for [r=1:replicates] losses using (at(column("epoch"))):(is(variances[v], r) ? column("validation_accuracy") : NaN) with linespoints linetype 2 pointtype 7 pointsize 0.6 title (r == 1 ? "new samples" : "")
}
unset multiplot
