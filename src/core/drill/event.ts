/** News of a drill. */
export type DrillEvent =
	/** The operator gives it up; what was broken in earnest is to be put back. */
	| { readonly type: 'drill/given up' }
	/** It is to be begun again: the cockpit is left for it. */
	| { readonly type: 'drill/wanted' };
