/**
 * The kernel's own files are compiled twice: by TypeScript, where these types are numbers, and by AssemblyScript, where
 * they are machine types. They keep to what both languages mean alike: no closures, no objects, no integer division.
 */
declare type i32 = number;
declare type f64 = number;
