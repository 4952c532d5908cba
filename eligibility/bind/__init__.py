"""From syntax tree to bound rule: concepts, quantities, units, times and conventions."""
