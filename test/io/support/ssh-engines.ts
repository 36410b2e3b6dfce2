import type { Host } from '../../../src/core/model.ts';

/** The same host over each of the two engines: what one of them does, the other must do as well. */
export const engines: readonly { readonly name: 'own' | 'system'; readonly host: Host }[] = [
	{ name: 'own', host: { name: 'box', reach: { ssh: 'box' } } },
	{ name: 'system', host: { name: 'box', reach: { ssh: 'box' }, transport: 'openssh' } },
];
