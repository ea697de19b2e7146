# The same shape of work with COINr: read one table, normalise, add up with equal weights, rank, write a workbook.
#
# Rscript coinr.R DIR   (an assessment that `examples/generate.rs --layout matrix` or `csv` wrote)
#
# COINr knows none of the rules of the rubric: every indicator is min-max normalised.

suppressPackageStartupMessages({library(COINr); library(readxl)})
folder <- commandArgs(trailingOnly = TRUE)[1]
file <- list.files(file.path(folder, "returns"), full.names = TRUE)
stopifnot(length(file) == 1)
data <- if (grepl("csv$", file)) read.csv(file, check.names = FALSE, colClasses = "character") else as.data.frame(read_excel(file, col_types = "text"))
fields <- sprintf("F%03d", seq_len(ncol(data) - 1) - 1)
values <- lapply(data[-1], function(x) suppressWarnings(as.numeric(x)))
iData <- data.frame(uCode = sprintf("U%07d", seq_len(nrow(data))), uName = data[[1]], setNames(values, fields))
sections <- sprintf("S%02d", (seq_along(fields) - 1) %/% 10)
iMeta <- rbind(
  data.frame(Level = 1, iCode = fields, iName = fields, Parent = sections, Direction = 1, Weight = 1, Type = "Indicator"),
  data.frame(Level = 2, iCode = unique(sections), iName = unique(sections), Parent = "Total", Direction = 1, Weight = 1, Type = "Aggregate"),
  data.frame(Level = 3, iCode = "Total", iName = "Total", Parent = NA, Direction = 1, Weight = 1, Type = "Aggregate")
)
coin <- new_coin(iData, iMeta, quietly = TRUE)
coin <- Impute(coin, dset = "Raw", f_i = "i_mean")
coin <- Normalise(coin, dset = "Imputed")
coin <- Aggregate(coin, dset = "Normalised", f_ag = "a_amean")
export_to_excel(coin, file.path(folder, "peer-coinr.xlsx"))
