//! A wall around a library that panics on damaged input. In: the call. Out: what it gives, or that it
//! gave up. Apart because a panic that is caught must not be told as a defect of this program: the hook
//! that tells of panics is silent for the thread that is inside.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Calls `work`; `None` when it panics. Whatever `work` was changing must not be used after that.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !INSIDE.get() {
                told(panic);
            }
        }));
    });
    let outer = INSIDE.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(outer);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_nothing() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| [1][std::hint::black_box(7)]), None);
        assert!(!INSIDE.get());
    }
}
