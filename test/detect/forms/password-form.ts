/** A path, a text with a password at `§`, and a text of the same form that holds none. */
export type PasswordForm = readonly [path: string, text: string, benign: string];
