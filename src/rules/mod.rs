//! Each rule of the models by name: shapes, working and source. One file a rule.
