/** What must come of a command. `json`: at the end of a path with dots; `http`: as `curl -I` or `-w '%{http_code}'` tells it. */
export type Expectation =
	| { readonly is: 'exit'; readonly code: number }
	| { readonly is: 'contains' | 'lacks'; readonly text: string }
	| { readonly is: 'matches'; readonly regex: string }
	| { readonly is: 'json'; readonly path: string; readonly value: string }
	| { readonly is: 'http'; readonly status: number };

/** What is expected, in words. */
export function expectText(one: Expectation): string {
	switch (one.is) {
		case 'exit':
			return `exit ${one.code}`;
		case 'contains':
			return `“${one.text}” in what it says`;
		case 'lacks':
			return `no “${one.text}” in what it says`;
		case 'matches':
			return `what it says matches ${one.regex}`;
		case 'json':
			return `${one.path} is ${one.value}`;
		case 'http':
			return `HTTP ${one.status}`;
	}
}
