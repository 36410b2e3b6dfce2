declare const cleaned: unique symbol;
/** Text that may be drawn. Only `clean` makes one; every component takes only this. */
export type Shown = string & { readonly [cleaned]: true };
