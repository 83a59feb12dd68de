/** What stands on buttons of many parts. */
export const close = "Close";
export const dismiss = "Dismiss";
export const tryAgain = "Try again";
export const clear = "Clear";
export const stop = "Stop";
export const reset = "Reset";
export const backToNow = "Back to now";
