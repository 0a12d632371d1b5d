/** For character classes: what `\p{Cc}` stands for, which few readers of JSON Schema outside of JavaScript take. */
export const CONTROL_CHARACTERS = '\\u0000-\\u001f\\u007f-\\u009f';
