/** Messages that pass by. */
export const undo = "Undo";
export const dismissMessage = (text: string) => `Dismiss: ${text}`;
