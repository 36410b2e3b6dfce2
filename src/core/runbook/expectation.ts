/** What must come of a command. `json`: at the end of a path with dots; `http`: as `curl -I` or `-w '%{http_code}'` tells it. */
export type Expectation =
	| { readonly is: 'exit'; readonly code: number }
	| { readonly is: 'contains' | 'lacks'; readonly text: string }
	| { readonly is: 'matches'; readonly regex: string }
	| { readonly is: 'json'; readonly path: string; readonly value: string }
	| { readonly is: 'http'; readonly status: number };
