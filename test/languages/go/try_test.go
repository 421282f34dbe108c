package consumer

import "fmt"

// try calls a function and returns what it panics with as an error. jsii has no other way to fail: constructors, methods and
// getters panic, with an error if it comes from the library.
func try(call func()) (err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case error:
			err = reason
		default:
			err = fmt.Errorf("%v", reason)
		}
	}()
	call()
	return nil
}
