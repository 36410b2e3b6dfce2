/** The character that begins every code. */
export const esc = String.fromCharCode(27);

/** What each code that begins a style sets. Source: ECMA-48, SGR, as far as terminals and Ink's colours use it. */
export type Kind =
	| 'bold'
	| 'dim'
	| 'italic'
	| 'underline'
	| 'inverse'
	| 'hidden'
	| 'struck'
	| 'overline'
	| 'colour'
	| 'ground';

const begins: Readonly<Record<string, Kind>> = {
	...{ '1': 'bold', '2': 'dim', '3': 'italic', '4': 'underline', '7': 'inverse', '8': 'hidden', '9': 'struck' },
	'53': 'overline',
};
const closing: Readonly<Record<Kind, string>> = {
	...{ bold: '22', dim: '22', italic: '23', underline: '24', inverse: '27', hidden: '28', struck: '29' },
	...{ colour: '39', ground: '49', overline: '55' },
};
const ended = new Map<string, readonly Kind[]>([
	['22', ['bold', 'dim']],
	['23', ['italic']],
	['24', ['underline']],
	['27', ['inverse']],
	['28', ['hidden']],
	['29', ['struck']],
	['39', ['colour']],
	['49', ['ground']],
	['55', ['overline']],
]);

/** What a code sets, by its parameters (`1`, `38;5;201`); undefined for one that sets nothing or that we do not know. */
export const kindOf = (parameters: string): Kind | undefined => {
	if (/^(?:3[0-7]|9[0-7]|38;[\d;]+)$/.test(parameters)) return 'colour';
	if (/^(?:4[0-7]|10[0-7]|48;[\d;]+)$/.test(parameters)) return 'ground';
	return begins[parameters];
};

/** What a code ends; nothing for one that ends nothing. */
export const endedBy = (parameters: string): readonly Kind[] => ended.get(parameters) ?? [];

/** The parameters of the code that ends a style. */
export const endOf = (kind: Kind): string => closing[kind];

/** A code as it is written to a terminal. */
export const codeOf = (parameters: string): string => `${esc}[${parameters}m`;
