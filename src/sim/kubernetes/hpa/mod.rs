//! The HorizontalPodAutoscaler: the number of pods that the metrics ask for ([`algorithm`]), and
//! how fast the size may follow ([`behavior`]).

pub mod algorithm;
pub mod behavior;
pub mod pods;
pub mod working;
