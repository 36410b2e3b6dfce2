import type { Finding, Linted } from './model.ts';

/** A path as SARIF has it: an address relative to where it was asked for, or of this machine. */
const addressOf = (path: string): string => {
	const parts = path.split('/').map(encodeURIComponent).join('/');
	return path.startsWith('/') ? `file://${parts}` : parts;
};

const resultOf = (path: string, { line, rule, level, says, instead }: Finding): object => ({
	ruleId: rule,
	level,
	message: { text: `${says}. Instead: ${instead}` },
	locations: [{ physicalLocation: { artifactLocation: { uri: addressOf(path) }, region: { startLine: line } } }],
});

/** What was found, in SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0). `version`: that of watchdeck. */
export function sarifOf(all: readonly Linted[], version: string): object {
	const rules = new Map(all.flatMap(({ findings }) => findings).map((one) => [one.rule, one] as const));
	return {
		$schema: 'https://json.schemastore.org/sarif-2.1.0.json',
		version: '2.1.0',
		runs: [
			{
				tool: {
					driver: {
						name: 'watchdeck',
						version,
						rules: [...rules.values()].map(({ rule, level, instead }) => ({
							id: rule,
							help: { text: instead },
							defaultConfiguration: { level },
						})),
					},
				},
				results: all.flatMap(({ path, findings }) => findings.map((one) => resultOf(path, one))),
			},
		],
	};
}
