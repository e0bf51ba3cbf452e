# Curves are picked by their numbers, which keys.gp has with all digits.
pick(h, y) = (column("field") == h ? y : NaN)
set xlabel "coupling {/:Italic K}"
set ylabel "entropy (nats per site)"
set yrange [0:*]
plot for [i=1:num_fields] "data/entropy.csv" using "coupling":(pick(fields[i], column("entropy"))) with lines linetype i title "{/:Italic h} = " . field_names[i]
