import type { State } from '../../state.ts';

/** What is made of the services and their conditions, made anew only when one of them changed. */
export function ofServices<T>(make: (state: State) => T): (state: State) => T {
	let known:
		| { readonly services: State['services']; readonly conditions: State['conditions']; readonly value: T }
		| undefined;
	return (state) => {
		const { services, conditions } = state;
		if (known?.services !== services || known.conditions !== conditions) {
			known = { services, conditions, value: make(state) };
		}
		return known.value;
	};
}
