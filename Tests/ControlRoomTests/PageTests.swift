import Testing
@testable import ControlRoom
