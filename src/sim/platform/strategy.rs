//! Capacity provider strategies: which provider gets the next task of a service.
//!
//! Source: Amazon ECS API Reference, CapacityProviderStrategyItem: the base first, then the
//! weights. The order in which AWS deals out the rest is not published; here the next task goes
//! to the provider furthest below its share, the first of equals.

/// One provider of a strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Tasks that it gets before any other.
    pub base: u32,
    /// Its share of what goes beyond the base, relative to the other weights.
    pub weight: u32,
}

/// Index of the provider that gets the next task, where `placed` are the tasks that each has.
///
/// `None` where the bases are full and no provider has a weight.
pub fn next_provider(providers: &[Provider], placed: &[u32]) -> Option<usize> {
    let counts = || providers.iter().zip(placed.iter().copied());
    if let Some(index) = counts().position(|(provider, tasks)| tasks < provider.base) {
        return Some(index);
    }
    let weights: u64 = providers.iter().map(|provider| u64::from(provider.weight)).sum();
    let beyond = |provider: &Provider, tasks: u32| i128::from(tasks.saturating_sub(provider.base));
    let total: i128 = counts().map(|(provider, tasks)| beyond(provider, tasks)).sum();
    let mut best: Option<(usize, i128)> = None;
    for (index, (provider, tasks)) in counts().enumerate() {
        // Missing tasks, times the sum of the weights, so that no fraction is rounded.
        let share = (total + 1) * i128::from(provider.weight);
        let missing = share - beyond(provider, tasks) * i128::from(weights);
        if provider.weight > 0 && best.is_none_or(|(_, most)| missing > most) {
            best = Some((index, missing));
        }
    }
    best.map(|(index, _)| index)
}

/// Tasks by provider once `tasks` have been placed one by one; fewer where no provider has a
/// weight.
pub fn spread(providers: &[Provider], tasks: u32) -> Vec<u32> {
    let mut placed = vec![0; providers.len()];
    for _ in 0..tasks {
        match next_provider(providers, &placed) {
            Some(index) => placed[index] += 1,
            None => break,
        }
    }
    placed
}
